import "@mantine/charts/styles.layer.css";
import { LineChart } from "@mantine/charts";
import { Box, Center, Text } from "@mantine/core";
import { formatMeasured, formatShort } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { rehearsalTexts } from "./rehearsal-texts.ts";

/** In the order of the lines; each has a contrast of 3 to 1 with both surfaces, and its dashes. */
const STYLES = [
  { color: "var(--accent)" },
  { color: "teal.7", strokeDasharray: "7 3" },
  { color: "indigo.6", strokeDasharray: "2 3" },
  { color: "grape.6", strokeDasharray: "9 3 2 3" },
] as const;

const HEIGHT = 280;

export interface ChartLine {
  readonly name: string;
  readonly label: string;
}

export interface TimeChartProps {
  /** What the chart shows, for who cannot see it; its figures stand beside it in words. */
  readonly label: string;
  readonly points: readonly { readonly seconds: number }[];
  readonly lines: readonly ChartLine[];
}

/** Lines over seconds. */
export function TimeChart({ label, points, lines }: TimeChartProps) {
  const t = useTexts(rehearsalTexts);
  if (points.length === 0) {
    return (
      <Center h={HEIGHT}>
        <Text c="dimmed">{t("noCurve")}</Text>
      </Center>
    );
  }
  return (
    <Box component="figure" m={0} aria-label={label}>
      <LineChart
        h={HEIGHT}
        data={[...points]}
        dataKey="seconds"
        series={lines.map((line, index) => ({ ...line, ...STYLES[index % STYLES.length] }))}
        curveType="linear"
        withDots={false}
        withLegend={lines.length > 1}
        // In the order of the lines, not of their names.
        legendProps={{ itemSorter: null }}
        connectNulls
        strokeWidth={2}
        xAxisLabel={t("secondsAxis")}
        xAxisProps={{
          type: "number",
          domain: [0, "dataMax"],
          tickFormatter: (value: number) => formatMeasured(value),
        }}
        yAxisProps={{ width: 56 }}
        valueFormatter={formatShort}
        lineProps={{ isAnimationActive: false }}
        lineChartProps={{ accessibilityLayer: false }}
      />
    </Box>
  );
}
