import { Group, Paper, SimpleGrid, Text } from "@mantine/core";
import { api } from "../../api/client.ts";
import { formatMoney, formatNumber } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { QueryView } from "../../ui/query-view.tsx";
import { useSaleId } from "./orders-frame.tsx";
import { ordersTexts } from "./orders-texts.ts";

/** What the orders come to: money by currency, orders by state. */
export function OrderTotals() {
  const t = useTexts(ordersTexts);
  const saleId = useSaleId();
  const totals = api.useQuery("get", "/api/v1/sales/{saleId}/order-totals", {
    params: { path: { saleId } },
  });
  return (
    <QueryView query={totals} skeletonLines={2}>
      {({ states, money }) =>
        states.length === 0 ? null : (
          <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} component="section" aria-label={t("totals")}>
            {money.map(({ currency, orders, takenMinor, refundedMinor }) => (
              <Paper key={currency} withBorder radius="lg" p="md">
                <Text size="sm" c="dimmed">
                  {currency} · {t("ordersCount", { count: orders })}
                </Text>
                <Text size="xl" fw={650} className="figures">
                  {formatMoney(takenMinor - refundedMinor, currency)}
                </Text>
                <Text size="sm" c="dimmed" className="figures">
                  {t("taken")} {formatMoney(takenMinor, currency)} · {t("refundedMoney")}{" "}
                  {formatMoney(refundedMinor, currency)}
                </Text>
              </Paper>
            ))}
            <Paper withBorder radius="lg" p="md">
              {states.map(({ state, orders }) => (
                <Group key={state} justify="space-between">
                  <Text size="sm">{t(`state_${state}`)}</Text>
                  <Text size="sm" fw={600} className="figures">
                    {formatNumber(orders)}
                  </Text>
                </Group>
              ))}
            </Paper>
          </SimpleGrid>
        )
      }
    </QueryView>
  );
}
