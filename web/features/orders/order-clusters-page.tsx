import { Badge, Group, List, Paper, Stack, Table, Text, Title } from "@mantine/core";
import { api, type Schemas } from "../../api/client.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { formatDateTime, formatNumber } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { QueryView } from "../../ui/query-view.tsx";
import { AnchorLink } from "../../ui/anchor-link.tsx";
import { OrdersFrame, useSaleId } from "./orders-frame.tsx";
import { ordersTexts } from "./orders-texts.ts";

type Cluster = Schemas["OrderClusters"]["items"][number];

const COLOURS = { weak: "gray", medium: "accent", strong: "red" } as const;

/** Paid orders that look like one hand. */
export function OrderClustersPage() {
  const t = useTexts(ordersTexts);
  const saleId = useSaleId();
  const clusters = api.useQuery("get", "/api/v1/sales/{saleId}/order-clusters", {
    params: { path: { saleId } },
  });
  return (
    <OrdersFrame part="partClusters" title={t("clustersTitle")} lead={t("clustersLead")}>
      <QueryView query={clusters} skeletonLines={8}>
        {({ items }) => (
          <Stack>
            {items.length === 0 && (
              <EmptyState title={t("noClustersTitle")} text={t("noClustersText")} />
            )}
            {items.map((cluster) => (
              <ClusterCard key={cluster.id} cluster={cluster} />
            ))}
            <Text size="sm" c="dimmed">
              {t("hashesNote")}
            </Text>
          </Stack>
        )}
      </QueryView>
    </OrdersFrame>
  );
}

function ClusterCard({ cluster }: { readonly cluster: Cluster }) {
  const t = useTexts(ordersTexts);
  const saleId = useSaleId();
  const title = t(`evidence_${cluster.reason}`);
  const shared = cluster.evidence.flatMap(({ reason, members }) =>
    reason === "same_address" || reason === "same_instrument" ? [{ reason, members }] : [],
  );
  return (
    <Paper component="article" withBorder radius="lg" p="md" aria-label={title}>
      <Stack gap="sm">
        <Group justify="space-between">
          <div>
            <Title order={2} size="h4">
              {title}
            </Title>
            <Text size="sm" c="dimmed">
              {t("ordersCount", { count: cluster.size })}
            </Text>
          </div>
          <Badge color={COLOURS[cluster.strength]} variant="light" size="lg" tt="none">
            {t(`strength_${cluster.strength}`)}
          </Badge>
        </Group>
        <List size="sm">
          {shared.map(({ reason, members }) => (
            <List.Item key={reason}>
              {t("alsoShared", {
                count: formatNumber(members),
                what: t(`evidence_${reason}`),
                doubt: t(`doubt_${reason}`),
              })}
            </List.Item>
          ))}
        </List>
        <Table.ScrollContainer minWidth={480} type="native">
          <Table aria-label={title} verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("order")}</Table.Th>
                <Table.Th>{t("fan")}</Table.Th>
                <Table.Th>{t("place")}</Table.Th>
                <Table.Th>{t("paid")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {cluster.orders.map((order) => (
                <Table.Tr key={order.orderId}>
                  <Table.Td>
                    <AnchorLink
                      to="/console/sales/$saleId/orders/$orderId"
                      params={{ saleId, orderId: order.orderId }}

                      size="sm"
                    >
                      …{order.orderId.slice(-8)}
                    </AnchorLink>
                  </Table.Td>
                  <Table.Td>{order.email ?? t("erased")}</Table.Td>
                  <Table.Td>
                    <AnchorLink
                      size="sm"
                      to="/console/sales/$saleId/registrations"
                      params={{ saleId }}
                      search={{ search: order.fanId ?? String(order.place) }}
                      aria-label={`${formatNumber(order.place)}: ${t("toRegistration")}`}
                    >
                      {formatNumber(order.place)}
                    </AnchorLink>
                  </Table.Td>
                  <Table.Td>{order.paidAt === null ? "–" : formatDateTime(order.paidAt)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
        {cluster.size > cluster.orders.length && (
          <Text size="sm" c="dimmed">
            {t("firstOrders", { count: formatNumber(cluster.orders.length) })}
          </Text>
        )}
      </Stack>
    </Paper>
  );
}
