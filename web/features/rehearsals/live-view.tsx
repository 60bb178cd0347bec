import { Alert, Badge, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { formatMeasured, formatNumber } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { rehearsalTexts } from "./rehearsal-texts.ts";
import { TimeChart } from "./time-chart.tsx";
import { Tiles } from "./tiles.tsx";
import { useLiveSale } from "./use-live-sale.ts";

export interface LiveViewProps {
  /** Server-sent events as `GET /sales/{id}/live` has them. */
  readonly streamUrl: string;
  /** What is seen is marked as what it is. */
  readonly mode: "rehearsal" | "sale";
}

/** A sale as it runs: its claims by state, now and over time. */
export function LiveView({ streamUrl, mode }: LiveViewProps) {
  const t = useTexts(rehearsalTexts);
  const { live, staleSeconds } = useLiveSale(streamUrl);
  const now = live?.samples.at(-1);
  const figures = live?.last.figures;
  const count = (value: number | undefined) => (value === undefined ? "–" : formatNumber(value));
  return (
    <Paper withBorder p="lg" radius="lg" component="section">
      <Stack>
        <Group gap="sm">
          <Title order={2} size="h4">
            {t("liveTitle")}
          </Title>
          {mode === "rehearsal" && (
            <Badge variant="light" color="accent" tt="none">
              {t("mark")}
            </Badge>
          )}
        </Group>
        {live === undefined && (
          <Text size="sm" c="dimmed">
            {t("liveBefore")}
          </Text>
        )}
        {staleSeconds !== undefined && (
          <Alert color="red" variant="light">
            <Text size="sm">{t("stale", { seconds: staleSeconds })}</Text>
          </Alert>
        )}
        <Tiles
          tiles={[
            { label: t("held"), value: count(now?.held) },
            { label: t("paid"), value: count(now?.paid) },
            { label: t("waiting"), value: count(now?.waiting) },
            { label: t("givenBack"), value: count(now?.givenBack) },
            { label: t("free"), value: count(figures?.units.free) },
            {
              label: t("claimsNow"),
              value: figures ? formatMeasured(figures.claimsPerSecond) : "–",
            },
          ]}
        />
        <TimeChart
          label={t("liveChart")}
          points={live?.samples ?? []}
          lines={[
            { name: "held", label: t("held") },
            { name: "paid", label: t("paid") },
            { name: "waiting", label: t("waiting") },
            { name: "givenBack", label: t("givenBack") },
          ]}
        />
      </Stack>
    </Paper>
  );
}
