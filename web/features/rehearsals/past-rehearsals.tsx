import { Anchor, Button, Checkbox, Group, Stack, Table, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { EmptyState } from "../../ui/empty-state.tsx";
import { formatDateTime, formatNumber } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { MoreButton } from "../../ui/more-button.tsx";
import { QueryView } from "../../ui/query-view.tsx";
import type { AnyFigure } from "./figures.ts";
import { rehearsalsTexts } from "./rehearsals-texts.ts";
import { nameOf, sayFigure, sayKind } from "./speech.ts";
import { StateBadge } from "./state-badge.tsx";
import type { Summary, useRehearsals } from "./use-rehearsals.ts";

export interface PastRehearsalsProps {
  readonly query: ReturnType<typeof useRehearsals>;
  readonly known: readonly Summary[];
}

/** The rehearsals so far, of which two can be chosen. */
export function PastRehearsals({ query, known }: PastRehearsalsProps) {
  const t = useTexts(rehearsalsTexts);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  // A third choice takes the place of the first.
  const choose = (id: string, isChosen: boolean) =>
    setChosen((ids) => (isChosen ? [...ids, id].slice(-2) : ids.filter((each) => each !== id)));
  const [a, b] = chosen;
  return (
    <Stack>
      <Group justify="space-between">
        <Title order={2} size="h4">
          {t("listTitle")}
        </Title>
        {known.length > 1 && (
          <Group gap="sm">
            <Text size="sm" c="dimmed">
              {t("compareHint")}
            </Text>
            {a !== undefined && b !== undefined ? (
              <Button
                component={Link}
                variant="default"
                size="sm"
                to={`/console/rehearsals/compare?${new URLSearchParams({ a: b, b: a }).toString()}`}
              >
                {t("compare")}
              </Button>
            ) : (
              <Button variant="default" size="sm" disabled>
                {t("compare")}
              </Button>
            )}
          </Group>
        )}
      </Group>
      <QueryView query={query} skeletonLines={5}>
        {() =>
          known.length === 0 ? (
            <EmptyState title={t("emptyTitle")} text={t("emptyText")} />
          ) : (
            <RehearsalsTable known={known} chosen={chosen} onChoose={choose} />
          )
        }
      </QueryView>
      <MoreButton query={query} />
    </Stack>
  );
}

interface RehearsalsTableProps extends Pick<PastRehearsalsProps, "known"> {
  readonly chosen: readonly string[];
  readonly onChoose: (id: string, isChosen: boolean) => void;
}

function RehearsalsTable({ known, chosen, onChoose }: RehearsalsTableProps) {
  const t = useTexts(rehearsalsTexts);
  return (
    <Table.ScrollContainer minWidth={720} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table verticalSpacing="sm" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("columnChoose")}</Table.Th>
            <Table.Th>{t("columnName")}</Table.Th>
            <Table.Th>{t("columnState")}</Table.Th>
            <Table.Th ta="right">{t("columnSoldOut")}</Table.Th>
            <Table.Th ta="right">{t("columnRate")}</Table.Th>
            <Table.Th ta="right">{t("columnFaults")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {known.map((one) => (
            <Row
              key={one.id}
              one={one}
              isChosen={chosen.includes(one.id)}
              onChoose={(isChosen) => onChoose(one.id, isChosen)}
            />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

interface RowProps {
  readonly one: Summary;
  readonly isChosen: boolean;
  readonly onChoose: (isChosen: boolean) => void;
}

function Row({ one, isChosen, onChoose }: RowProps) {
  const t = useTexts(rehearsalsTexts);
  const { options, figures, faults } = one;
  const name = nameOf(t, options);
  const when = formatDateTime(one.startedAt);
  const kind = sayKind(t, options);
  const show = (figure: AnyFigure) => {
    const value = figures?.[figure];
    return value === undefined ? "–" : sayFigure(t, figure, value);
  };
  return (
    <Table.Tr>
      <Table.Td>
        <Checkbox
          aria-label={t("choose", { name, when })}
          iconColor="var(--on-accent)"
          checked={isChosen}
          disabled={one.state !== "done"}
          onChange={(event) => onChoose(event.currentTarget.checked)}
        />
      </Table.Td>
      <Table.Td>
        <Anchor component={Link} to={`/console/rehearsals/${one.id}`} fw={600}>
          {name}
        </Anchor>
        <Text size="sm" c="dimmed">
          {[when, one.startedBy, kind].filter((part) => part !== "").join(" · ")}
        </Text>
      </Table.Td>
      <Table.Td>
        <StateBadge state={one.state} />
      </Table.Td>
      <Table.Td ta="right">
        {show(options.pays ? "secondsToLastPaid" : "secondsToSellOut")}
      </Table.Td>
      <Table.Td ta="right">{show(options.pays ? "ordersPerSecond" : "claimsPerSecond")}</Table.Td>
      <Table.Td ta="right">
        {faults === null ? (
          "–"
        ) : faults === 0 ? (
          t("none")
        ) : (
          <Text span c="var(--alarm)" fw={700}>
            {formatNumber(faults)}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
