import {
  Alert,
  Anchor,
  Badge,
  Button,
  Code,
  Group,
  Skeleton,
  Stack,
  Text,
  Title,
} from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDownload, IconRepeat, IconTestPipe } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { send } from "../../api/client.ts";
import { ConfirmButton } from "../../ui/confirm-button.tsx";
import { formatDateTime, formatNumber } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { Page } from "../../ui/page.tsx";
import { QueryView } from "../../ui/query-view.tsx";
import { uiTexts } from "../../ui/ui-texts.ts";
import { Course } from "./course.tsx";
import { rehearsalTexts } from "./rehearsal-texts.ts";
import { rehearsalsTexts } from "./rehearsals-texts.ts";
import { Result } from "./result.tsx";
import { explainIn, sayDuration, sayKind } from "./speech.ts";
import { StateBadge } from "./state-badge.tsx";
import { type Rehearsal, useRehearsal } from "./use-rehearsals.ts";

// Its charts come only with a rehearsal that runs.
const LiveRoom = lazy(async () => ({
  default: (await import("../../ui/live-sale/live-room.tsx")).LiveRoom,
}));

/** One rehearsal: as it runs, and what came of it. */
export function RehearsalPage() {
  const t = useTexts(rehearsalTexts);
  const { rehearsalId } = useParams({ from: "/console/rehearsals/$rehearsalId" });
  const query = useRehearsal(rehearsalId);
  const options = query.data?.options;
  const title =
    options === undefined
      ? t("mark")
      : t("title", { fans: formatNumber(options.fans), units: formatNumber(options.units) });
  return (
    <Page title={title} actions={query.data !== undefined && <Actions rehearsal={query.data} />}>
      <QueryView query={query} skeletonLines={10}>
        {(rehearsal) => <Content rehearsal={rehearsal} />}
      </QueryView>
    </Page>
  );
}

interface PartProps {
  readonly rehearsal: Rehearsal;
}

function Content({ rehearsal }: PartProps) {
  const t = useTexts(rehearsalTexts);
  const isRunning = rehearsal.state === "running";
  return (
    <Stack gap="xl">
      <Facts rehearsal={rehearsal} />
      {isRunning && <Course rehearsal={rehearsal} />}
      {isRunning && (
        <Stack component="section">
          <Title order={2} size="h4">
            {t("liveTitle")}
          </Title>
          <Suspense fallback={<Skeleton height={420} />}>
            <LiveRoom
              key={rehearsal.id}
              source={`/api/v1/rehearsals/${rehearsal.id}/live`}
              mode="rehearsal"
            />
          </Suspense>
        </Stack>
      )}
      {rehearsal.figures !== null && <Result rehearsal={rehearsal} figures={rehearsal.figures} />}
      {!isRunning && rehearsal.figures === null && <NoResult rehearsal={rehearsal} />}
    </Stack>
  );
}

function Facts({ rehearsal }: PartProps) {
  const t = useTexts(rehearsalTexts);
  const words = useTexts(rehearsalsTexts);
  const { startedAt, endedAt, startedBy, machine, version, options } = rehearsal;
  const kind = sayKind(words, options);
  const seconds =
    endedAt === null ? undefined : (Date.parse(endedAt) - Date.parse(startedAt)) / 1000;
  return (
    <Stack gap={6}>
      <Group gap="xs">
        <Badge
          variant="light"
          color="accent"
          tt="none"
          leftSection={<IconTestPipe size={14} aria-hidden />}
        >
          {t("mark")}
        </Badge>
        <StateBadge state={rehearsal.state} />
        {kind !== "" && <Text size="sm">{kind}</Text>}
      </Group>
      {/* While it runs, its room says so. */}
      {rehearsal.state !== "running" && (
        <Text size="sm" c="dimmed">
          {t("markText")}
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {t("facts", { when: formatDateTime(startedAt), who: startedBy })}
        {seconds !== undefined && ` · ${t("took", { duration: sayDuration(words, seconds) })}`}
      </Text>
      <Text size="sm" c="dimmed">
        {t("machine", { machine, version })}
      </Text>
      <Anchor component={Link} to="/console/rehearsals" size="sm" w="fit-content">
        {t("all")}
      </Anchor>
    </Stack>
  );
}

function Actions({ rehearsal }: PartProps) {
  const t = useTexts(rehearsalTexts);
  const words = useTexts(rehearsalsTexts);
  const ui = useTexts(uiTexts);
  const queries = useQueryClient();
  const path = { rehearsalId: rehearsal.id };
  const cancel = async () => {
    const { error } = await send.PUT("/api/v1/rehearsals/{rehearsalId}/cancellation", {
      params: { path },
    });
    await queries.invalidateQueries({ queryKey: ["get", "/api/v1/rehearsals"] });
    await queries.invalidateQueries({ queryKey: ["get", "/api/v1/rehearsals/{rehearsalId}"] });
    if (error !== undefined) throw error;
    notifications.show({
      message: t("cancelled"),
      closeButtonProps: { "aria-label": ui("close") },
    });
  };
  if (rehearsal.state === "running") {
    return (
      <ConfirmButton
        label={t("cancel")}
        question={t("cancelQuestion")}
        consequence={t("cancelText")}
        color="red"
        variant="outline"
        explain={explainIn(words)}
        onConfirm={cancel}
      />
    );
  }
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconRepeat size={18} aria-hidden />}
        renderRoot={(props) => (
          <Link to="/console/rehearsals" search={rehearsal.options} {...props} />
        )}
      >
        {t("again")}
      </Button>
      {rehearsal.figures !== null && (
        <Button
          component="a"
          variant="default"
          leftSection={<IconDownload size={18} aria-hidden />}
          href={`/api/v1/rehearsals/${rehearsal.id}/report.json`}
          download
        >
          {t("download")}
        </Button>
      )}
    </>
  );
}

function NoResult({ rehearsal }: PartProps) {
  const t = useTexts(rehearsalTexts);
  const { state, reason, logTail } = rehearsal;
  const title = state === "cancelled" ? "endedEarly" : state === "lost" ? "lost" : "failed";
  return (
    <Stack>
      <Alert
        color={state === "cancelled" ? "gray" : "red"}
        variant="light"
        title={t(title)}
        styles={{ title: { color: "var(--ink)" } }}
      >
        {reason !== null && <Text size="sm">{t(`reason_${reason}`)}</Text>}
      </Alert>
      {logTail !== null && state === "failed" && (
        <section>
          <Title order={2} size="h4" mb="xs">
            {t("log")}
          </Title>
          <Code block tabIndex={0} mah="24rem" style={{ overflow: "auto" }}>
            {logTail}
          </Code>
        </section>
      )}
    </Stack>
  );
}
