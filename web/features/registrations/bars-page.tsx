import { Alert, Button, Group, Paper, Stack, Table, Text, Title } from "@mantine/core";
import { useState } from "react";
import { api } from "../../api/client.ts";
import { AnchorLink } from "../../ui/anchor-link.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { formatDateTime, formatNumber } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { useMay } from "../../ui/me.ts";
import { MoreButton } from "../../ui/more-button.tsx";
import { QueryView } from "../../ui/query-view.tsx";
import { AppealCard } from "./appeal-card.tsx";
import { RegistrationsFrame, useSaleId } from "./registrations-frame.tsx";
import { registrationsTexts } from "./registrations-texts.ts";
import { RestorePlace } from "./restore-place.tsx";

/** What was removed, and what fans say to it. */
export function BarsPage() {
  const t = useTexts(registrationsTexts);
  const mayDecide = useMay("sales:decide-appeals");
  const mayBar = useMay("sales:bar");
  return (
    <RegistrationsFrame part="partBars" title={t("partBars")} lead={t("appealsLead")}>
      {mayDecide && <Appeals />}
      {mayBar && <Bars />}
      {!mayDecide && !mayBar && <Alert>{t("mayNotDecide")}</Alert>}
    </RegistrationsFrame>
  );
}

function useBars() {
  const saleId = useSaleId();
  return api.useQuery("get", "/api/v1/sales/{saleId}/bars", { params: { path: { saleId } } });
}

function Appeals() {
  const t = useTexts(registrationsTexts);
  const saleId = useSaleId();
  const bars = useBars();
  const appeals = api.useInfiniteQuery(
    "get",
    "/api/v1/sales/{saleId}/appeals",
    { params: { path: { saleId }, query: { state: "open", limit: 20 } } },
    {
      pageParamName: "cursor",
      initialPageParam: null,
      getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
      select: ({ pages }) => pages.flatMap(({ items }) => items),
    },
  );
  const noteOf = (place: number, barredAt: string) =>
    bars.data?.items.find((bar) => bar.place === place && bar.barredAt === barredAt)?.note;
  return (
    <Stack gap="sm">
      <Title order={2} size="h3">
        {t("appealsTitle")}
      </Title>
      <QueryView query={appeals}>
        {(items) =>
          items.length === 0 ? (
            <Paper withBorder radius="lg" p="md">
              <Text fw={600}>{t("noAppealsTitle")}</Text>
              <Text size="sm" c="dimmed">
                {t("noAppealsText")}
              </Text>
            </Paper>
          ) : (
            <Stack>
              {items.map((appeal) => (
                <AppealCard
                  key={appeal.id}
                  appeal={appeal}
                  note={noteOf(appeal.place, appeal.barredAt)}
                />
              ))}
              <MoreButton query={appeals} />
            </Stack>
          )
        }
      </QueryView>
    </Stack>
  );
}

const SHOWN_AT_FIRST = 50;

function Bars() {
  const t = useTexts(registrationsTexts);
  const saleId = useSaleId();
  const bars = useBars();
  const [shown, setShown] = useState(SHOWN_AT_FIRST);
  return (
    <Stack gap="sm">
      <Title order={2} size="h3">
        {t("barsListTitle")}
      </Title>
      <QueryView query={bars}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t("noBarsTitle")} text={t("noBarsText")} />
          ) : (
            <Paper withBorder radius="lg" p="xs">
              <Table.ScrollContainer minWidth={640} type="native">
                <Table aria-label={t("barsListTitle")} verticalSpacing="xs">
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>{t("place")}</Table.Th>
                      <Table.Th>{t("reason")}</Table.Th>
                      <Table.Th>{t("note")}</Table.Th>
                      <Table.Th>{t("standing")}</Table.Th>
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {items.slice(0, shown).map(({ place, reason, note, barredAt, restoredAt }) => (
                      <Table.Tr key={`${place} ${barredAt}`}>
                        <Table.Td>
                          <AnchorLink
                            to="/console/sales/$saleId/registrations"
                            params={{ saleId }}
                            search={{ search: String(place) }}
                            aria-label={t("placeOf", { place: formatNumber(place) })}
                          >
                            {formatNumber(place)}
                          </AnchorLink>
                        </Table.Td>
                        <Table.Td>
                          <Text size="sm">{t(`reason_${reason}`)}</Text>
                          <Text size="xs" c="dimmed">
                            {t("barredAt", { time: formatDateTime(barredAt) })}
                          </Text>
                        </Table.Td>
                        <Table.Td style={{ overflowWrap: "anywhere" }}>{note || "–"}</Table.Td>
                        <Table.Td>
                          {restoredAt === null ? (
                            <RestorePlace place={place} size="xs" />
                          ) : (
                            <Text size="sm">
                              {t("restoredAt", { time: formatDateTime(restoredAt) })}
                            </Text>
                          )}
                        </Table.Td>
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </Table>
              </Table.ScrollContainer>
              {items.length > shown && (
                <Group justify="center" p="sm">
                  <Button variant="default" onClick={() => setShown(shown + SHOWN_AT_FIRST)}>
                    {t("more")}
                  </Button>
                </Group>
              )}
            </Paper>
          )
        }
      </QueryView>
    </Stack>
  );
}
