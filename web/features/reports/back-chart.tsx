import { BarChart } from "@mantine/charts";
import { chartColours } from "../../ui/chart-colours.ts";
import { ChartFrame } from "../../ui/chart-frame.tsx";
import { formatNumber } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { countRows } from "./chart-data.ts";
import { reportTexts } from "./report-texts.ts";
import { overTime, type ShownCourse, timedColumns } from "./shown-course.ts";

/** When units came back, and why. */
export function BackChart({ stretch, fileName }: ShownCourse) {
  const t = useTexts(reportTexts);
  const rows = countRows(stretch, ["expired", "released", "returned"]);
  const series = [
    { name: "expired", label: t("expired"), color: chartColours.red },
    { name: "released", label: t("released"), color: chartColours.grey },
    { name: "returned", label: t("returned"), color: chartColours.blue },
  ];
  const sum = (name: "expired" | "released" | "returned") =>
    formatNumber(stretch.buckets.reduce((total, bucket) => total + bucket[name], 0));
  return (
    <ChartFrame
      title={t("backChart")}
      summary={t("backSummary", {
        expired: sum("expired"),
        released: sum("released"),
        returned: sum("returned"),
      })}
      fileName={`${fileName}-came-back`}
      columns={timedColumns(t, series)}
      rows={rows}
    >
      <BarChart
        {...overTime}
        data={[...rows]}
        series={series}
        type="stacked"
        withLegend
        barProps={{ isAnimationActive: false }}
      />
    </ChartFrame>
  );
}
