import { Badge, Stack, Table, Text } from "@mantine/core";
import type { Schemas } from "../../api/client.ts";
import { formatDateTime, formatMoney, formatNumber } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { AnchorLink } from "../../ui/anchor-link.tsx";
import { useSaleId } from "./orders-frame.tsx";
import { ordersTexts } from "./orders-texts.ts";

const COLOURS: Readonly<Partial<Record<Schemas["OrderOfSale"]["state"], string>>> = {
  paid: "accent",
  paying: "gray",
  awaiting_payment: "gray",
};

export function OrderState({ state }: { readonly state: Schemas["OrderOfSale"]["state"] }) {
  const t = useTexts(ordersTexts);
  return (
    <Badge variant="light" color={COLOURS[state] ?? "gray"} tt="none">
      {t(`state_${state}`)}
    </Badge>
  );
}

export function OrderTable({
  orders,
}: {
  readonly orders: readonly Omit<Schemas["OrderOfSale"], "payment">[];
}) {
  const t = useTexts(ordersTexts);
  const saleId = useSaleId();
  return (
    <Table.ScrollContainer minWidth={680} type="native">
      <Table aria-label={t("title")} verticalSpacing="xs" highlightOnHover>
        <Table.Thead style={{ whiteSpace: "nowrap" }}>
          <Table.Tr>
            <Table.Th>{t("order")}</Table.Th>
            <Table.Th>{t("fan")}</Table.Th>
            <Table.Th>{t("place")}</Table.Th>
            <Table.Th>{t("state")}</Table.Th>
            <Table.Th ta="end">{t("amount")}</Table.Th>
            <Table.Th>{t("claimed")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {orders.map((order) => (
            <Table.Tr key={order.id}>
              <Table.Td>
                <AnchorLink
                  to="/console/sales/$saleId/orders/$orderId"
                  params={{ saleId, orderId: order.id }}

                  size="sm"
                >
                  …{order.id.slice(-8)}
                </AnchorLink>
              </Table.Td>
              <Table.Td>
                <Stack gap={0}>
                  <Text size="sm">{order.fan?.name ?? t("erased")}</Text>
                  <Text size="xs" c="dimmed">
                    {order.fan?.email}
                  </Text>
                </Stack>
              </Table.Td>
              <Table.Td>{formatNumber(order.place)}</Table.Td>
              <Table.Td>
                <OrderState state={order.state} />
              </Table.Td>
              <Table.Td ta="end">
                {order.amountMinor === null || order.currency === null
                  ? "–"
                  : formatMoney(order.amountMinor, order.currency)}
              </Table.Td>
              <Table.Td>{formatDateTime(order.claimedAt)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
