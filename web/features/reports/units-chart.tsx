import { AreaChart } from "@mantine/charts";
import { chartColours } from "../../ui/chart-colours.ts";
import { ChartFrame } from "../../ui/chart-frame.tsx";
import { formatNumber } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { levelRows } from "./chart-data.ts";
import { reportTexts } from "./report-texts.ts";
import { overTime, type ShownCourse, timedColumns } from "./shown-course.ts";

/** Units sold and held, one upon the other, under what was offered. */
export function UnitsChart({ stretch, totals, fileName }: ShownCourse) {
  const t = useTexts(reportTexts);
  const rows = levelRows(stretch, ["unitsSold", "unitsHeld"]);
  const series = [
    { name: "unitsSold", label: t("sold"), color: chartColours.green },
    { name: "unitsHeld", label: t("held"), color: chartColours.amber },
  ];
  const mostHeld = Math.max(...stretch.buckets.map(({ unitsHeldMost }) => unitsHeldMost));
  return (
    <ChartFrame
      title={t("unitsChart")}
      summary={t("unitsSummary", {
        sold: formatNumber(totals.unitsSold),
        offered: formatNumber(totals.unitsOffered),
        held: formatNumber(mostHeld),
      })}
      fileName={`${fileName}-units`}
      columns={timedColumns(t, series)}
      rows={rows}
    >
      <AreaChart
        {...overTime}
        data={[...rows]}
        series={series}
        type="stacked"
        curveType="linear"
        withLegend
        withDots={false}
        areaProps={{ isAnimationActive: false }}
        referenceLines={[{ y: totals.unitsOffered, label: t("offered"), color: chartColours.grey }]}
        yAxisProps={{
          ...overTime.yAxisProps,
          domain: [0, (most: number) => Math.max(most, totals.unitsOffered)],
        }}
      />
    </ChartFrame>
  );
}
