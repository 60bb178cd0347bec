import "@mantine/charts/styles.layer.css";
import { LineChart } from "@mantine/charts";
import { Box, Paper, Stack, Text, Title } from "@mantine/core";
import { memo, useMemo } from "react";
import { formatClock, formatNumber, formatShort } from "../formats.ts";
import { useTexts } from "../language.ts";
import type { CoursePoint } from "./live-course.ts";
import { liveSaleTexts } from "./live-sale-texts.ts";
import classes from "./live-sale.module.css";
import { colourOf, seriesNames } from "./series.ts";

export interface CourseChartProps {
  readonly points: readonly CoursePoint[];
  readonly isStale: boolean;
}

// What never changes is made once: the chart compares what it is given.
const LEGEND = { verticalAlign: "bottom" } as const;
const X_AXIS = {
  type: "number",
  domain: ["dataMin", "dataMax"],
  tickFormatter: formatClock,
  minTickGap: 48,
} as const;
const Y_AXIS = { allowDecimals: false, width: 44 };
const LINES = { isAnimationActive: false };
const CHART = { accessibilityLayer: false };

/** Sold, held, paid, returned and waiting over time. Fans who wait are many: they have an axis. */
export const CourseChart = memo(function CourseChart({ points, isStale }: CourseChartProps) {
  const t = useTexts(liveSaleTexts);
  const last = points.at(-1);
  const series = useMemo(
    () =>
      seriesNames.map((name) => ({
        name,
        label: t(name),
        color: colourOf(name),
        ...(name === "waiting" ? { yAxisId: "right" } : {}),
        // Often the same number as what is sold: both stay visible.
        ...(name === "paid" || name === "waiting" ? { strokeDasharray: "6 4" } : {}),
      })),
    [t],
  );
  return (
    <Paper withBorder p="md" radius="lg">
      <Stack gap="xs">
        <Title order={2} size="h4">
          {t("chart")}
        </Title>
        {last === undefined || points.length < 2 ? (
          <Box h={320} pt="xl" ta="center">
            <Text c="dimmed">{t("chartEmpty")}</Text>
          </Box>
        ) : (
          <figure className={classes["chart"]} aria-label={t("chartLabel", labelOf(last))}>
            <div inert>
              <LineChart
                className={isStale ? (classes["stale"] ?? "") : ""}
                h={320}
                data={points as CoursePoint[]}
                dataKey="at"
                series={series}
                curveType="linear"
                withDots={false}
                withLegend
                withTooltip={false}
                withRightYAxis
                legendProps={LEGEND}
                valueFormatter={formatShort}
                xAxisProps={X_AXIS}
                yAxisProps={Y_AXIS}
                rightYAxisProps={Y_AXIS}
                lineProps={LINES}
                lineChartProps={CHART}
              />
            </div>
          </figure>
        )}
        <Text size="sm" c="dimmed">
          {isStale ? t("chartStale") : t("chartAxes")}
        </Text>
      </Stack>
    </Paper>
  );
});

function labelOf(point: CoursePoint): Record<string, string> {
  return Object.fromEntries(seriesNames.map((name) => [name, formatNumber(point[name])]));
}
