import { Badge, Paper, Stack, Table, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { api } from "../../api/client.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { formatDateTime, formatMoney } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { MoreButton } from "../../ui/more-button.tsx";
import { QueryView } from "../../ui/query-view.tsx";
import { OrdersFrame, useSaleId } from "./orders-frame.tsx";
import { ordersTexts } from "./orders-texts.ts";

/** Where the deposits of a sale are. */
export function DepositsPage() {
  const t = useTexts(ordersTexts);
  const saleId = useSaleId();
  const deposits = api.useInfiniteQuery(
    "get",
    "/api/v1/sales/{saleId}/deposits",
    { params: { path: { saleId }, query: { limit: 50 } } },
    {
      pageParamName: "cursor",
      initialPageParam: null,
      getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
      select: ({ pages }) => pages.flatMap(({ items }) => items),
    },
  );
  return (
    <OrdersFrame part="partDeposits" title={t("depositsTitle")} lead={t("depositsLead")}>
      <QueryView query={deposits} skeletonLines={6}>
        {(items) =>
          items.length === 0 ? (
            <EmptyState title={t("noDepositsTitle")} text={t("noDepositsText")} />
          ) : (
            <Stack gap="sm">
              <Paper withBorder radius="lg" p="xs">
                <Table.ScrollContainer minWidth={520} type="native">
                  <Table aria-label={t("depositsTitle")} verticalSpacing="xs">
                    <Table.Thead>
                      <Table.Tr>
                        <Table.Th>{t("fan")}</Table.Th>
                        <Table.Th>{t("state")}</Table.Th>
                        <Table.Th ta="end">{t("amount")}</Table.Th>
                        <Table.Th>{t("paid")}</Table.Th>
                      </Table.Tr>
                    </Table.Thead>
                    <Table.Tbody>
                      {items.map((deposit) => (
                        <Table.Tr key={deposit.id}>
                          <Table.Td>
                            {deposit.fanId === null ? (
                              t("erased")
                            ) : (
                              <Link
                                to="/console/sales/$saleId/registrations"
                                params={{ saleId }}
                                search={{ search: deposit.fanId }}
                              >
                                …{deposit.fanId.slice(-8)}
                              </Link>
                            )}
                          </Table.Td>
                          <Table.Td>
                            <Badge variant="light" color="gray" tt="none">
                              {t(`deposit_${deposit.state}`)}
                            </Badge>
                            {deposit.problem !== null && (
                              <Text size="xs" c="dimmed">
                                {t("problemSaid", { problem: deposit.problem })}
                              </Text>
                            )}
                          </Table.Td>
                          <Table.Td ta="end">
                            {formatMoney(deposit.amountMinor, deposit.currency)}
                          </Table.Td>
                          <Table.Td>
                            {deposit.capturedAt === null ? "–" : formatDateTime(deposit.capturedAt)}
                          </Table.Td>
                        </Table.Tr>
                      ))}
                    </Table.Tbody>
                  </Table>
                </Table.ScrollContainer>
              </Paper>
              <MoreButton query={deposits} />
            </Stack>
          )
        }
      </QueryView>
    </OrdersFrame>
  );
}
