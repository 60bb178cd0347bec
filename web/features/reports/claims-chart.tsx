import { BarChart } from "@mantine/charts";
import { chartColours } from "../../ui/chart-colours.ts";
import { ChartFrame } from "../../ui/chart-frame.tsx";
import { formatDuration, formatNumber } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { busiest, countRows } from "./chart-data.ts";
import { reportTexts } from "./report-texts.ts";
import { overTime, sinceOpening, type ShownCourse, timedColumns } from "./shown-course.ts";

/** How many claims came when. */
export function ClaimsChart({ stretch, fileName }: ShownCourse) {
  const t = useTexts(reportTexts);
  const rows = countRows(stretch, ["claims"]);
  const series = [{ name: "claims", label: t("claimsSeries"), color: chartColours.blue }];
  const peak = busiest(stretch, "claims");
  const claims = stretch.buckets.reduce((total, bucket) => total + bucket.claims, 0);
  return (
    <ChartFrame
      title={t("claimsChart")}
      summary={
        peak === undefined
          ? t("claimsSummaryNone")
          : t("claimsSummary", {
              claims: formatNumber(claims),
              width: formatDuration(stretch.bucketMs),
              most: formatNumber(peak.count),
              after: sinceOpening(peak.seconds),
            })
      }
      fileName={`${fileName}-claims`}
      columns={timedColumns(t, series)}
      rows={rows}
    >
      <BarChart
        {...overTime}
        data={[...rows]}
        series={series}
        barProps={{ isAnimationActive: false }}
      />
    </ChartFrame>
  );
}
