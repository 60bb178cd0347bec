import { Stack, Title } from "@mantine/core";
import { api, type Schemas } from "../../api/client.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { useTexts } from "../../ui/language.ts";
import { Page } from "../../ui/page.tsx";
import { QueryView } from "../../ui/query-view.tsx";
import classes from "./console-home.module.css";
import { consoleHomeTexts } from "./console-home-texts.ts";
import { Card, PlaceLink, TaskCard } from "./task-card.tsx";

/** Others work too, and time passes: what waits is asked for again this often. */
const ASK_EVERY_MS = 10_000;

const SECTIONS = [
  { level: "live", title: "liveTitle" },
  { level: "urgent", title: "urgentTitle" },
  { level: "due", title: "dueTitle" },
  { level: "step", title: "stepTitle" },
] as const;

/** What needs me now: everything that waits for a decision, each one click from being done. */
export function ConsoleHomePage() {
  const t = useTexts(consoleHomeTexts);
  const tasks = api.useQuery("get", "/api/v1/tasks", {}, { refetchInterval: ASK_EVERY_MS });
  const factor = api.useQuery("get", "/api/v1/me/second-factor");
  const isFactorMissing = factor.data?.isSetUp === false;
  return (
    <Page title={t("title")} lead={t("lead")}>
      <QueryView query={tasks} skeletonLines={6}>
        {({ items }) =>
          items.length === 0 && !isFactorMissing ? (
            <EmptyState
              title={t("emptyTitle")}
              text={t("emptyText")}
              action={<PlaceLink to="/console/sales">{t("toSales")}</PlaceLink>}
            />
          ) : (
            <Stack gap="xl">
              {SECTIONS.map(({ level, title }) => (
                <Section
                  key={level}
                  title={t(title)}
                  nowMs={tasks.dataUpdatedAt}
                  tasks={items.filter((task) => task.level === level)}
                  isFactorMissing={level === "step" && isFactorMissing}
                />
              ))}
            </Stack>
          )
        }
      </QueryView>
    </Page>
  );
}

interface SectionProps {
  readonly title: string;
  readonly tasks: readonly Schemas["Task"][];
  readonly isFactorMissing: boolean;
  readonly nowMs: number;
}

function Section({ title, tasks, isFactorMissing, nowMs }: SectionProps) {
  const t = useTexts(consoleHomeTexts);
  if (tasks.length === 0 && !isFactorMissing) return null;
  return (
    <section aria-label={title}>
      <Title order={2} size="h4" mb="sm">
        {title}
      </Title>
      <ul className={classes["tasks"]}>
        {tasks.map((task) => (
          <TaskCard key={`${task.kind} ${task.sale?.id ?? ""}`} task={task} nowMs={nowMs} />
        ))}
        {isFactorMissing && (
          <Card
            title={t("second_factor")}
            text={t("second_factor_text")}
            action={<PlaceLink to="/account/second-factor">{t("second_factor_action")}</PlaceLink>}
          />
        )}
      </ul>
    </section>
  );
}
