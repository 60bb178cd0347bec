import { Anchor, Group, Paper, Stack, Text } from "@mantine/core";
import type { Schemas } from "../../api/client.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { formatDateTime, formatMoney, formatNumber } from "../../ui/formats.ts";
import { language, useTexts } from "../../ui/language.ts";
import { MoreButton } from "../../ui/more-button.tsx";
import { nameIn } from "../../ui/names.ts";
import { QueryView } from "../../ui/query-view.tsx";
import type { MyOrders } from "./my-queries.ts";
import { myTexts } from "./my-texts.ts";
import { Section } from "./section.tsx";
import { StateBadge } from "./state-badge.tsx";

type Order = Schemas["ShownOrder"];

export function OrdersSection({ query }: { readonly query: MyOrders }) {
  const t = useTexts(myTexts);
  return (
    <Section title={t("orders")}>
      <QueryView query={query}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0) {
            return (
              <EmptyState
                level={3}
                title={t("noOrders")}
                text={t("noOrdersText")}
                action={<Anchor href="/">{t("seeSales")}</Anchor>}
              />
            );
          }
          return (
            <Stack gap="sm">
              {items.map((order) => (
                <OrderCard key={order.id} order={order} />
              ))}
              <MoreButton query={query} />
            </Stack>
          );
        }}
      </QueryView>
    </Section>
  );
}

function OrderCard({ order }: { readonly order: Order }) {
  const t = useTexts(myTexts);
  const { amountMinor, currency } = order;
  return (
    <Paper component="article" withBorder p="md" radius="lg">
      <Group justify="space-between" align="flex-start" gap="xs">
        <Anchor href={`/orders/${order.id}?sale=${order.saleId}`} fw={600}>
          {order.lines.map(nameOfLine).join(language === "en" ? ", " : "、")}
        </Anchor>
        <StateBadge
          label={t(`order_${order.state}`)}
          isMarked={order.state === "awaiting_payment"}
        />
      </Group>
      <Text size="sm" c="dimmed">
        {nameIn(order.saleNames)} · {formatDateTime(order.claimedAt)}
        {amountMinor !== null && currency !== null && ` · ${formatMoney(amountMinor, currency)}`}
      </Text>
    </Paper>
  );
}

function nameOfLine({ quantity, productNames, variantNames }: Order["lines"][number]): string {
  const names = [nameIn(productNames), nameIn(variantNames)];
  return `${formatNumber(quantity)} × ${names.filter((name) => name !== "").join(" ")}`;
}
