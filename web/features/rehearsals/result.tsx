import { Alert, Group, Skeleton, Stack, Table, Text, Title } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconCircleCheck, IconX } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { useTexts } from "../../ui/language.ts";
import { mergeCurves } from "./curves.ts";
import {
  type AnyFigure,
  atAGlance,
  type Figures,
  figureShapes,
  namesIn,
  shapeOf,
  verdictOf,
  zeroShapes,
} from "./figures.ts";
import { rehearsalTexts } from "./rehearsal-texts.ts";
import { rehearsalsTexts } from "./rehearsals-texts.ts";
import { sayFigure, useFigureNames } from "./speech.ts";
import { Tiles } from "./tiles.tsx";
import type { Rehearsal } from "./use-rehearsals.ts";

const TimeChart = lazy(async () => ({ default: (await import("./time-chart.tsx")).TimeChart }));

export interface ResultProps {
  readonly rehearsal: Rehearsal;
  readonly figures: Figures;
}

/** What a rehearsal has measured, what must not happen first. */
export function Result({ rehearsal, figures }: ResultProps) {
  const t = useTexts(rehearsalTexts);
  const words = useTexts(rehearsalsTexts);
  const nameOf = useFigureNames();
  const faults = rehearsal.faults ?? 0;
  return (
    <Stack gap="xl">
      <Alert
        color={faults === 0 ? "teal" : "red"}
        variant="light"
        title={faults === 0 ? t("goodTitle") : t("badTitle", { count: faults })}
        icon={faults === 0 ? <IconCircleCheck aria-hidden /> : <IconAlertTriangle aria-hidden />}
        styles={{ title: { color: "var(--ink)" } }}
      >
        <Text size="sm">{t(faults === 0 ? "goodText" : "badText")}</Text>
      </Alert>
      <Tiles
        tiles={namesIn(atAGlance, figures).map((name) => ({
          label: nameOf(name),
          value: sayFigure(words, name, figures[name] ?? null),
        }))}
      />
      {rehearsal.curve.length > 1 && (
        <section>
          <Title order={2} size="h4" mb="sm">
            {t("curveTitle")}
          </Title>
          <Suspense fallback={<Skeleton height={280} />}>
            <TimeChart
              label={t("curveLabel")}
              points={mergeCurves(rehearsal.curve)}
              lines={[{ name: "a", label: t("unitsLine") }]}
            />
          </Suspense>
        </section>
      )}
      <FigureTable title={t("zerosTitle")} figures={figures} names={namesIn(zeroShapes, figures)} />
      <FigureTable
        title={t("resultTitle")}
        figures={figures}
        names={namesIn(figureShapes, figures)}
      />
    </Stack>
  );
}

interface FigureTableProps {
  readonly title: string;
  readonly figures: Figures;
  readonly names: readonly AnyFigure[];
}

function FigureTable({ title, figures, names }: FigureTableProps) {
  const t = useTexts(rehearsalTexts);
  const words = useTexts(rehearsalsTexts);
  const nameOf = useFigureNames();
  const goalOf = (name: AnyFigure) => {
    const { most } = shapeOf(name);
    if (most === undefined) return "";
    return most === 0 ? t("goalZero") : t("goalMost", { value: sayFigure(words, name, most) });
  };
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {title}
      </Title>
      <Table verticalSpacing={8} horizontalSpacing="xs" layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w="44%">{t("columnFigure")}</Table.Th>
            <Table.Th ta="right">{t("columnValue")}</Table.Th>
            <Table.Th w="32%" ta="right">
              {t("columnGoal")}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {names.map((name) => {
            const value = figures[name] ?? null;
            return (
              <Table.Tr key={name}>
                <Table.Th scope="row" fw={400}>
                  {nameOf(name)}
                </Table.Th>
                <Table.Td ta="right">{sayFigure(words, name, value)}</Table.Td>
                <Table.Td ta="right">
                  <Group gap="0 8px" justify="flex-end">
                    <span>{goalOf(name)}</span>
                    <VerdictWord verdict={verdictOf(name, value)} />
                  </Group>
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </section>
  );
}

function VerdictWord({ verdict }: { readonly verdict: ReturnType<typeof verdictOf> }) {
  const t = useTexts(rehearsalTexts);
  if (verdict === undefined) return null;
  const isMet = verdict === "met";
  const Icon = isMet ? IconCheck : IconX;
  return (
    <Text span size="sm" fw={isMet ? 400 : 700} c={isMet ? "dimmed" : "var(--alarm)"}>
      <Icon size={14} aria-hidden /> {t(verdict)}
    </Text>
  );
}
