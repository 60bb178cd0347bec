import { useEffect, useState } from "react";
import type { CoursePoint } from "./live-course.ts";
import type { LiveFrame } from "./live-frames.ts";
import type { LogLine } from "./live-log.ts";
import { LiveModel, STALE_AFTER_MS } from "./live-model.ts";
import { momentNow, openLiveStream } from "./live-stream.ts";

/** What a room draws; the same object until something in it has changed. */
export interface LiveView {
  readonly frame: LiveFrame | undefined;
  readonly points: readonly CoursePoint[];
  readonly log: readonly LogLine[];
  /** What is read out to those who do not see the log. */
  readonly newestStep: LogLine | undefined;
  /** How old the figures are, in whole seconds; undefined while there are none. */
  readonly ageSeconds: number | undefined;
  readonly isStale: boolean;
  /** Whether nothing has come for some seconds since this was opened. */
  readonly isUnanswered: boolean;
  /** Whether a rehearsal is under way whose sale has not opened yet. */
  readonly isPreparing: boolean;
  /** The server's time, in whole seconds, as ms since 1970. */
  readonly serverMs: number;
}

/** As often as an eye follows; frames in between change the model only. */
const DRAW_EVERY_MS = 250;
/** The chart is what costs: it is drawn anew as often as it gets a point, or every five seconds. */
const CHART_EVERY_MOST_MS = 5_000;
const UNANSWERED_AFTER_MS = 5_000;

const NOTHING: LiveView = {
  frame: undefined,
  points: [],
  log: [],
  newestStep: undefined,
  ageSeconds: undefined,
  isStale: false,
  isUnanswered: false,
  isPreparing: false,
  serverMs: 0,
};

/** Watches a sale. @param source where its stream is */
export function useLiveSale(source: string): LiveView {
  const [view, setView] = useState(NOTHING);
  useEffect(() => {
    const model = new LiveModel();
    const close = openLiveStream(source, model);
    const openedMs = performance.now();
    let drawnVersion = -1;
    let chartAtMs = Number.NEGATIVE_INFINITY;
    let points: readonly CoursePoint[] = [];
    let hasPoints = false;
    const draw = () => {
      const now = momentNow();
      const ageMs = model.ageMs(now);
      const ageSeconds = ageMs === undefined ? undefined : Math.floor(ageMs / 1000);
      const serverMs = Math.floor(model.serverMs(now) / 1000) * 1000;
      const progressAgeMs = model.progressAgeMs(now);
      const unheardMs = progressAgeMs ?? now.monotonicMs - openedMs;
      const isUnanswered = ageMs === undefined && unheardMs > UNANSWERED_AFTER_MS;
      const isDrawn = model.version === drawnVersion;
      const chartEveryMs = Math.min(CHART_EVERY_MOST_MS, model.course.spacingMs);
      const isChartDue = !hasPoints || now.monotonicMs - chartAtMs >= chartEveryMs;
      if (!isDrawn && isChartDue) {
        points = model.course.view();
        hasPoints = points.length > 1;
        chartAtMs = now.monotonicMs;
      }
      drawnVersion = model.version;
      setView((before) => {
        const isSame =
          isDrawn &&
          before.ageSeconds === ageSeconds &&
          before.serverMs === serverMs &&
          before.isUnanswered === isUnanswered &&
          before.points === points;
        if (isSame) return before;
        return {
          frame: model.frame,
          points,
          log: model.log.view(),
          newestStep: model.log.newestStep,
          ageSeconds,
          isUnanswered,
          isPreparing: ageMs === undefined && progressAgeMs !== undefined,
          isStale: ageMs !== undefined && ageMs > STALE_AFTER_MS && !model.isOver,
          serverMs,
        };
      });
    };
    const timer = setInterval(draw, DRAW_EVERY_MS);
    return () => {
      clearInterval(timer);
      close();
    };
  }, [source]);
  return view;
}
