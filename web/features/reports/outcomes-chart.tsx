import { BarChart } from "@mantine/charts";
import { chartColours } from "../../ui/chart-colours.ts";
import { ChartFrame } from "../../ui/chart-frame.tsx";
import { formatNumber } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { outcomeCounts } from "./chart-data.ts";
import { reportTexts } from "./report-texts.ts";
import { overTime, type ShownCourse } from "./shown-course.ts";

/** What became of the claims of the whole sale. */
export function OutcomesChart({ totals, fileName }: ShownCourse) {
  const t = useTexts(reportTexts);
  const rows = outcomeCounts(totals).map(({ outcome, claims }) => ({
    outcome: t(`outcome_${outcome}`),
    claims,
  }));
  return (
    <ChartFrame
      title={t("outcomesChart")}
      summary={t("outcomesSummary", {
        claims: formatNumber(totals.claims),
        paid: formatNumber(totals.paid),
      })}
      fileName={`${fileName}-outcomes`}
      columns={[
        { key: "outcome", label: t("outcome") },
        { key: "claims", label: t("claims"), format: (value) => formatNumber(Number(value)) },
      ]}
      rows={rows}
    >
      <BarChart
        h={260}
        orientation="vertical"
        accessibilityLayer={false}
        valueFormatter={overTime.valueFormatter}
        dataKey="outcome"
        data={rows}
        series={[{ name: "claims", label: t("claims"), color: chartColours.green }]}
        maxBarWidth={36}
        withBarValueLabel
        barProps={{ isAnimationActive: false }}
        xAxisProps={{ allowDecimals: false }}
        yAxisProps={{ width: 104 }}
      />
    </ChartFrame>
  );
}
