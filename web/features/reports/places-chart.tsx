import { AreaChart } from "@mantine/charts";
import { chartColours } from "../../ui/chart-colours.ts";
import { ChartFrame } from "../../ui/chart-frame.tsx";
import { formatNumber } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { levelRows } from "./chart-data.ts";
import { reportTexts } from "./report-texts.ts";
import { overTime, type ShownCourse, timedColumns } from "./shown-course.ts";

/** How far the line was called. */
export function PlacesChart({ stretch, fileName }: ShownCourse) {
  const t = useTexts(reportTexts);
  const rows = levelRows(stretch, ["admittedThrough"]);
  const series = [
    { name: "admittedThrough", label: t("admittedThrough"), color: chartColours.blue },
  ];
  const through = stretch.buckets.at(-1)?.admittedThrough ?? 0;
  return (
    <ChartFrame
      title={t("placesChart")}
      summary={t("placesSummary", { through: formatNumber(through) })}
      fileName={`${fileName}-places`}
      columns={timedColumns(t, series)}
      rows={rows}
    >
      <AreaChart
        {...overTime}
        data={[...rows]}
        series={series}
        curveType="linear"
        withDots={false}
        areaProps={{ isAnimationActive: false }}
      />
    </ChartFrame>
  );
}
