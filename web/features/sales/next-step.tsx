import { Alert, Button, Group, List, Paper, Stack, Text, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconAlertTriangle } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { type Schemas, send } from "../../api/client.ts";
import { ConfirmButton } from "../../ui/confirm-button.tsx";
import { formatDateTime, formatFromNow, formatNumber } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { useMay } from "../../ui/me.ts";
import { explainSaleFailure } from "./failure-texts.ts";
import { formProblemTexts } from "./form-problem-texts.ts";
import { overviewTexts } from "./overview-texts.ts";
import { findFormProblems } from "./sale-form-problems.ts";
import { formOf } from "./sale-form.ts";
import { type NextAction, nextActionOf } from "./sale-steps.ts";
import { answerOf, useFreshness } from "./sales-queries.ts";
import { useNowMs } from "./use-now.ts";

interface StepProps {
  readonly sale: Schemas["Sale"];
}

/** The one thing that an operator does next, or what the sale waits for. */
export function NextStep({ sale }: StepProps) {
  const t = useTexts(overviewTexts);
  const next = nextActionOf(sale, useNowMs());
  if (next.action === "halted") return <Halted sale={sale} />;
  return (
    <Paper withBorder p="lg" component="section" aria-labelledby="next">
      <Group justify="space-between" gap="md">
        <Stack gap={4} flex="1 1 16rem">
          <Title order={2} size="h4" id="next">
            {t("next")}
          </Title>
          <Text aria-live="polite">
            <Words next={next} />
          </Text>
        </Stack>
        <NextButton sale={sale} next={next} />
      </Group>
      {sale.state === "draft" && <NotReady sale={sale} />}
    </Paper>
  );
}

function Words({ next }: { readonly next: Exclude<NextAction, { action: "halted" }> }) {
  const t = useTexts(overviewTexts);
  const nowMs = useNowMs();
  if (!("at" in next)) return t(`next_${next.action}`);
  if (next.action === "wait") return t("next_wait", timesOf(next.at));
  if (next.at === null) return t(`next_${next.action}`);
  const isLate = Date.parse(next.at) < nowMs;
  if (next.action === "draw")
    return t(isLate ? "next_draw_late" : "next_draw_at", timesOf(next.at));
  return t("next_open_at", timesOf(next.at));
}

function timesOf(at: string) {
  return { when: formatFromNow(at), date: formatDateTime(at) };
}

function NextButton({ sale, next }: StepProps & { readonly next: NextAction }): ReactNode {
  const t = useTexts(overviewTexts);
  const mayRun = useMay("sales:run");
  const mayWrite = useMay("sales:write");
  const refresh = useFreshness();
  const path = { params: { path: { saleId: sale.id } } };
  const done = (message: string) => {
    notifications.show({ message });
    void refresh();
  };
  if (next.action === "control-room" || next.action === "report") {
    const isReport = next.action === "report";
    return (
      <Button component={Link} to={`/console/sales/${sale.id}/${next.action}`}>
        {t(isReport ? "toReport" : "toControlRoom")}
      </Button>
    );
  }
  if (next.action === "duplicate") {
    if (!mayWrite) return null;
    return (
      <Button
        renderRoot={(root) => <Link to="/console/sales/new" search={{ from: sale.id }} {...root} />}
      >
        {t("duplicate")}
      </Button>
    );
  }
  if (next.action === "wait" || next.action === "halted") return null;
  if (!mayRun) {
    return (
      <Text size="sm" c="dimmed">
        {t("mayNotRun")}
      </Text>
    );
  }
  if (next.action === "publish") {
    return (
      <ConfirmButton
        key="publish"
        label={t("publish")}
        question={t("publishQuestion")}
        consequence={t("publishText")}
        explain={explainSaleFailure}
        onConfirm={async () => {
          answerOf(await send.PUT("/api/v1/sales/{saleId}/publication", path));
          done(t("published"));
        }}
      >
        <List size="sm">
          {(["kind", "units", "prices", "closing", "rules"] as const).map((each) => (
            <List.Item key={each}>{t(`freeze_${each}`)}</List.Item>
          ))}
        </List>
        <Text size="sm">{t("freezeNot")}</Text>
      </ConfirmButton>
    );
  }
  if (next.action === "draw") {
    return (
      <ConfirmButton
        key="draw"
        label={t(sale.state === "registering" ? "drawClose" : "draw")}
        question={t("drawQuestion")}
        consequence={t("drawText", { count: formatNumber(sale.registrations) })}
        explain={explainSaleFailure}
        onConfirm={async () => {
          answerOf(await send.PUT("/api/v1/sales/{saleId}/draw", path));
          done(t("drawn"));
        }}
      />
    );
  }
  return (
    <ConfirmButton
      key="open"
      label={t("open")}
      question={t("openQuestion")}
      consequence={t("openText")}
      explain={explainSaleFailure}
      onConfirm={async () => {
        answerOf(await send.PUT("/api/v1/sales/{saleId}/opening", path));
        done(t("opened"));
      }}
    />
  );
}

/** What time has made wrong with a draft since it was saved. */
function NotReady({ sale }: StepProps) {
  const t = useTexts(overviewTexts);
  const say = useTexts(formProblemTexts);
  const around = { nowMs: useNowMs(), currenciesOf: () => undefined };
  const problems = Object.values(findFormProblems(formOf(sale), around));
  if (problems.length === 0) return null;
  const words = problems.map(({ problem, least = 0, most = 0 }) => say(problem, { least, most }));
  return (
    <Alert
      mt="md"
      color="red"
      variant="light"
      icon={<IconAlertTriangle aria-hidden />}
      title={t("notReadyTitle")}
    >
      {[...new Set(words)].map((text) => (
        <Text key={text} size="sm">
          {text}
        </Text>
      ))}
    </Alert>
  );
}

function Halted({ sale }: StepProps) {
  const t = useTexts(overviewTexts);
  return (
    <Alert
      role="alert"
      color="red"
      variant="light"
      icon={<IconAlertTriangle aria-hidden />}
      title={t("haltedTitle")}
    >
      <Stack gap="sm">
        <Text>{t("haltedText")}</Text>
        <Text size="sm">{t("haltedReason", { reason: sale.haltedReason ?? "" })}</Text>
        <Group>
          <Button
            component={Link}
            to={`/console/sales/${sale.id}/control-room`}
            variant="default"
            size="xs"
          >
            {t("toControlRoom")}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
