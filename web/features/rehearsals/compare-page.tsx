import { Alert, Anchor, Button, Skeleton, Stack, Table, Text, Title } from "@mantine/core";
import { Link, useSearch } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense } from "react";
import { EmptyState } from "../../ui/empty-state.tsx";
import { formatDateTime, formatNumber, formatPercent } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { Page } from "../../ui/page.tsx";
import { QueryView } from "../../ui/query-view.tsx";
import { mergeCurves } from "./curves.ts";
import {
  type AnyFigure,
  compareFigure,
  type Difference,
  figureShapes,
  namesIn,
  zeroShapes,
} from "./figures.ts";
import { rehearsalTexts } from "./rehearsal-texts.ts";
import { rehearsalsTexts } from "./rehearsals-texts.ts";
import { nameOf, sayFigure, useFigureNames } from "./speech.ts";
import { type Rehearsal, useRehearsal } from "./use-rehearsals.ts";

const TimeChart = lazy(async () => ({ default: (await import("./time-chart.tsx")).TimeChart }));

/** Two rehearsals side by side. */
export function ComparePage() {
  const t = useTexts(rehearsalTexts);
  const { a, b } = useSearch({ from: "/console/rehearsals/compare" });
  return (
    <Page title={t("compareTitle")} lead={t("compareLead")}>
      {a === undefined || b === undefined ? (
        <EmptyState
          title={t("needTwoTitle")}
          text={t("needTwoText")}
          action={
            <Button component={Link} to="/console/rehearsals">
              {t("all")}
            </Button>
          }
        />
      ) : (
        <Both a={a} b={b} />
      )}
    </Page>
  );
}

function Both({ a, b }: { readonly a: string; readonly b: string }) {
  const first = useRehearsal(a);
  const second = useRehearsal(b);
  return (
    <QueryView query={first} skeletonLines={12}>
      {(one) => (
        <QueryView query={second} skeletonLines={12}>
          {(other) => <Comparison pair={{ one, other }} />}
        </QueryView>
      )}
    </QueryView>
  );
}

interface Pair {
  readonly one: Rehearsal;
  readonly other: Rehearsal;
}

function Comparison({ pair: { one, other } }: { readonly pair: Pair }) {
  const t = useTexts(rehearsalTexts);
  const isOther = (["fans", "units", "pays", "kills", "preload"] as const).some(
    (name) => one.options[name] !== other.options[name],
  );
  const figures = [one.figures ?? {}, other.figures ?? {}] as const;
  return (
    <Stack gap="xl">
      {isOther && (
        <Alert color="gray" variant="light" bg="var(--sunken)">
          {t("otherSize")}
        </Alert>
      )}
      {one.machine !== other.machine && (
        <Alert color="gray" variant="light" bg="var(--sunken)">
          {t("otherMachine")}
        </Alert>
      )}
      <OptionsTable pair={{ one, other }} />
      <section>
        <Title order={2} size="h4" mb="sm">
          {t("curveTitle")}
        </Title>
        <Suspense fallback={<Skeleton height={280} />}>
          <TimeChart
            label={t("curveLabel")}
            points={mergeCurves(one.curve, other.curve)}
            lines={[
              { name: "a", label: t("first") },
              { name: "b", label: t("second") },
            ]}
          />
        </Suspense>
      </section>
      <FigurePairs
        title={t("zerosTitle")}
        pair={{ one, other }}
        names={namesIn(zeroShapes, ...figures)}
      />
      <FigurePairs
        title={t("resultTitle")}
        pair={{ one, other }}
        names={namesIn(figureShapes, ...figures)}
      />
    </Stack>
  );
}

interface SideBySideProps {
  readonly title: string;
  readonly lastColumn?: string;
  readonly children: ReactNode;
}

function SideBySide({ title, lastColumn, children }: SideBySideProps) {
  const t = useTexts(rehearsalTexts);
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {title}
      </Title>
      <Table.ScrollContainer minWidth={560} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table verticalSpacing={8} layout="fixed">
          <Table.Thead>
            <Table.Tr>
              <Table.Th w="34%">{t("columnFigure")}</Table.Th>
              <Table.Th ta="right">{t("first")}</Table.Th>
              <Table.Th ta="right">{t("second")}</Table.Th>
              {lastColumn !== undefined && <Table.Th ta="right">{lastColumn}</Table.Th>}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>{children}</Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </section>
  );
}

function OptionsTable({ pair: { one, other } }: { readonly pair: Pair }) {
  const t = useTexts(rehearsalTexts);
  const words = useTexts(rehearsalsTexts);
  const link = (rehearsal: Rehearsal) => (
    <Anchor component={Link} to={`/console/rehearsals/${rehearsal.id}`} inherit underline="always">
      {nameOf(words, rehearsal.options)}
    </Anchor>
  );
  const yes = (is: boolean) => t(is ? "yes" : "no");
  const rows: readonly (readonly [label: string, of: (one: Rehearsal) => ReactNode])[] = [
    [t("mark"), link],
    [t("startedAt"), ({ startedAt }) => formatDateTime(startedAt)],
    [t("option_pays"), ({ options }) => yes(options.pays)],
    [t("option_kills"), ({ options }) => formatNumber(options.kills)],
    [t("option_preload"), ({ options }) => yes(options.preload)],
    [t("ranOn"), ({ machine }) => machine],
    [t("version"), ({ version }) => version],
  ];
  return (
    <SideBySide title={t("optionsTitle")}>
      {rows.map(([label, of]) => (
        <Table.Tr key={label}>
          <Table.Th scope="row" fw={400}>
            {label}
          </Table.Th>
          <Table.Td ta="right">{of(one)}</Table.Td>
          <Table.Td ta="right">{of(other)}</Table.Td>
        </Table.Tr>
      ))}
    </SideBySide>
  );
}

interface FigurePairsProps {
  readonly title: string;
  readonly pair: Pair;
  readonly names: readonly AnyFigure[];
}

function FigurePairs({ title, pair: { one, other }, names }: FigurePairsProps) {
  const t = useTexts(rehearsalTexts);
  const words = useTexts(rehearsalsTexts);
  const figureName = useFigureNames();
  const show = (name: AnyFigure, { figures }: Rehearsal) =>
    sayFigure(words, name, figures?.[name] ?? null);
  return (
    <SideBySide title={title} lastColumn={t("difference")}>
      {names.map((name) => (
        <Table.Tr key={name}>
          <Table.Th scope="row" fw={400}>
            {figureName(name)}
          </Table.Th>
          <Table.Td ta="right">{show(name, one)}</Table.Td>
          <Table.Td ta="right">{show(name, other)}</Table.Td>
          <Table.Td ta="right">
            <DifferenceWords
              difference={compareFigure(name, one.figures?.[name], other.figures?.[name])}
            />
          </Table.Td>
        </Table.Tr>
      ))}
    </SideBySide>
  );
}

function DifferenceWords({ difference }: { readonly difference: Difference | undefined }) {
  const t = useTexts(rehearsalTexts);
  if (difference === undefined) return <>–</>;
  const { share, meaning } = difference;
  if (meaning === "same") {
    return (
      <Text span size="sm" c="dimmed">
        {t("same")}
      </Text>
    );
  }
  const sign = share !== null && share > 0 ? "+" : "";
  const parts = [
    ...(share === null ? [] : [`${sign}${formatPercent(share)}`]),
    ...(meaning === "neutral" ? [] : [t(meaning)]),
  ];
  return (
    <Text
      span
      size="sm"
      fw={meaning === "neutral" ? 400 : 600}
      c={meaning === "worse" ? "var(--alarm)" : "inherit"}
    >
      {parts.length === 0 ? "–" : parts.join(" · ")}
    </Text>
  );
}
