import type { Schemas } from "../../api/client.ts";
import type { ChartColumn } from "../../ui/chart-frame.tsx";
import { formatDateTime, formatDuration, formatNumber } from "../../ui/formats.ts";
import type { Say } from "../../ui/language.ts";

/** What every chart of the report is made from. */
export interface ShownCourse {
  readonly stretch: NonNullable<Schemas["SaleTimeline"]["whole"]>;
  readonly totals: Schemas["SaleTimeline"]["totals"];
  /** How the names of its files begin. */
  readonly fileName: string;
}

/** A moment on the axis: the time since the opening. */
export const sinceOpening = (seconds: number | string): string =>
  formatDuration(Math.round(Number(seconds) * 1000));

/** The same for all charts over time: calm, without movement, nothing for the keyboard in them. */
export const overTime = {
  h: 260,
  dataKey: "seconds",
  accessibilityLayer: false,
  valueFormatter: formatNumber,
  xAxisProps: { tickFormatter: sinceOpening, minTickGap: 32 },
  yAxisProps: { width: 56, allowDecimals: false },
  tooltipProps: { labelFormatter: (label: unknown) => sinceOpening(Number(label)) },
};

/** The columns of a table over time. */
export function timedColumns(
  say: Say<"seconds" | "time">,
  series: readonly { readonly name: string; readonly label: string }[],
): readonly ChartColumn[] {
  return [
    { key: "seconds", label: say("seconds") },
    { key: "at", label: say("time"), format: (at) => formatDateTime(String(at)) },
    ...series.map(({ name, label }) => ({
      key: name,
      label,
      format: (value: string | number) => formatNumber(Number(value)),
    })),
  ];
}
