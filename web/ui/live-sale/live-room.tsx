import { Alert, Badge, Code, Grid, Group, Skeleton, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconInfoCircle, IconTestPipe } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { formatClock, formatDuration } from "../formats.ts";
import { useTexts } from "../language.ts";
import { Countdown } from "./countdown.tsx";
import { CourseChart } from "./course-chart.tsx";
import { EventLog } from "./event-log.tsx";
import { FigureTiles } from "./figure-tiles.tsx";
import type { LiveFrame } from "./live-frames.ts";
import { liveSaleTexts } from "./live-sale-texts.ts";
import classes from "./live-sale.module.css";
import { type LiveView, useLiveSale } from "./use-live-sale.ts";

export interface LiveRoomProps {
  /** Where the stream of server-sent events is. */
  readonly source: string;
  /** A rehearsal's stream looks the same; the room says plainly that it is one. */
  readonly mode: "sale" | "rehearsal";
  /** What can be done about the sale, by how it stands. */
  readonly renderActions?: (view: LiveView & { readonly frame: LiveFrame }) => ReactNode;
}

/** A sale as it runs: where it stands, its course and what happened. */
export function LiveRoom({ source, mode, renderActions }: LiveRoomProps) {
  const view = useLiveSale(source);
  const { frame } = view;
  return (
    <Stack gap="md" className={classes["room"] ?? ""}>
      {mode === "rehearsal" && <RehearsalNotice />}
      {view.isStale && frame !== undefined && <StaleNotice frame={frame} view={view} />}
      {frame === undefined ? (
        <Waiting view={view} />
      ) : (
        <>
          <Group justify="space-between" gap="sm">
            <StateBadge state={frame.state} />
            {renderActions?.({ ...view, frame })}
          </Group>
          <Whereabouts frame={frame} />
          <Content view={{ ...view, frame }} />
        </>
      )}
    </Stack>
  );
}

const OVER = new Set(["ended", "cancelled"]);
const BEFORE_OPENING = new Set(["draft", "registering", "closed", "drawn", "ready"]);

function Content({ view }: { readonly view: LiveView & { readonly frame: LiveFrame } }) {
  const { frame, serverMs, isStale, points, log, newestStep } = view;
  const { figures } = frame;
  const isBefore = BEFORE_OPENING.has(frame.state);
  // The server keeps the steps of sales under way; of one that is over, the report has them.
  const isForgotten = log.length === 0 && OVER.has(frame.state);
  const hasCourse = points.length > 0 || figures !== null;
  return (
    <>
      {isBefore && <Countdown frame={frame} serverMs={serverMs} />}
      {!isBefore && figures !== null && (
        <FigureTiles
          figures={figures}
          registrations={frame.registrations}
          serverMs={serverMs}
          isStale={isStale}
        />
      )}
      <Grid>
        {!isBefore && hasCourse && (
          <Grid.Col span={{ base: 12, lg: 8 }}>
            <CourseChart
              points={points}
              isStale={isStale || (figures === null && !OVER.has(frame.state))}
            />
          </Grid.Col>
        )}
        {!isForgotten && (
          <Grid.Col span={{ base: 12, lg: !isBefore && hasCourse ? 4 : 12 }}>
            <EventLog lines={log} newestStep={newestStep} />
          </Grid.Col>
        )}
      </Grid>
    </>
  );
}

function RehearsalNotice() {
  const t = useTexts(liveSaleTexts);
  return (
    <Alert
      color="violet"
      variant="light"
      icon={<IconTestPipe aria-hidden />}
      title={t("rehearsalTitle")}
    >
      {t("rehearsalText")}
    </Alert>
  );
}

/** Old figures are worse than none: whoever looks must see that they are old. */
function StaleNotice({ frame, view }: { readonly frame: LiveFrame; readonly view: LiveView }) {
  const t = useTexts(liveSaleTexts);
  return (
    <Alert
      role="alert"
      color="red"
      variant="light"
      icon={<IconAlertTriangle aria-hidden />}
      title={t("staleTitle")}
    >
      {t("staleText", {
        time: formatClock(frame.at),
        age: formatDuration((view.ageSeconds ?? 0) * 1000),
      })}
    </Alert>
  );
}

/** Until the first figures come; not for ever without a word. */
function Waiting({ view }: { readonly view: LiveView }) {
  const t = useTexts(liveSaleTexts);
  if (view.isPreparing && !view.isUnanswered) return <Text c="dimmed">{t("preparing")}</Text>;
  if (!view.isUnanswered) {
    return (
      <Stack gap="sm" aria-busy aria-label={t("connecting")}>
        <Skeleton height={96} />
        <Skeleton height={320} />
      </Stack>
    );
  }
  return (
    <Alert
      role="alert"
      color="red"
      variant="light"
      icon={<IconAlertTriangle aria-hidden />}
      title={t("noFiguresTitle")}
    >
      {t("noFiguresText")}
    </Alert>
  );
}

function StateBadge({ state }: { readonly state: string }) {
  const t = useTexts(liveSaleTexts);
  const colour = state === "selling" ? "green" : state === "paused" ? "orange" : "gray";
  return (
    <Badge size="lg" variant="dot" color={colour}>
      {stateWord(state, t)}
    </Badge>
  );
}

const STATES = [
  "draft",
  "registering",
  "closed",
  "drawn",
  "ready",
  "selling",
  "paused",
  "ended",
  "cancelled",
] as const;

function stateWord(state: string, t: ReturnType<typeof useRoomTexts>): string {
  const known = STATES.find((each) => each === state);
  return known === undefined ? state : t(`state_${known}`);
}

const useRoomTexts = () => useTexts(liveSaleTexts);

/** Why there are no figures, where there are none. */
function Whereabouts({ frame }: { readonly frame: LiveFrame }) {
  const t = useTexts(liveSaleTexts);
  if (frame.lane === "halted") {
    return (
      <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title={t("haltedTitle")}>
        {t("haltedText")} <Code>{frame.haltedReason}</Code>
      </Alert>
    );
  }
  if (frame.lane === "elsewhere") {
    return (
      <Alert color="gray" icon={<IconInfoCircle aria-hidden />} title={t("elsewhereTitle")}>
        {t("elsewhereText")}
      </Alert>
    );
  }
  if (frame.lane === "none" && OVER.has(frame.state)) {
    return (
      <Alert color="gray" icon={<IconInfoCircle aria-hidden />} title={t("overTitle")}>
        {t("overText")}
      </Alert>
    );
  }
  return null;
}
