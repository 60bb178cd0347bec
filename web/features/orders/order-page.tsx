import { Group, SimpleGrid, Text } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { api, type Schemas } from "../../api/client.ts";
import { DetailCard, Fact } from "../../ui/detail-card.tsx";
import { formatDateTime, formatMoney, formatNumber } from "../../ui/formats.ts";
import { language, useTexts } from "../../ui/language.ts";
import { nameIn } from "../../ui/names.ts";
import { Page } from "../../ui/page.tsx";
import { QueryView } from "../../ui/query-view.tsx";
import { AnchorLink } from "../../ui/anchor-link.tsx";
import { OrderState } from "./order-table.tsx";
import { ordersTexts } from "./orders-texts.ts";
import { RefundButton } from "./refund-button.tsx";

/** The generator has no word for a payment that may be missing. */
type Detail = Omit<Schemas["OrderDetail"], "payment">;

/** One order: what was bought, the money, the way. */
export function OrderPage() {
  const t = useTexts(ordersTexts);
  const { saleId, orderId } = useParams({ from: "/console/sales/$saleId/orders/$orderId" });
  const detail = api.useQuery("get", "/api/v1/sales/{saleId}/orders/{orderId}", {
    params: { path: { saleId, orderId } },
  });
  const fan = detail.data?.fan;
  // Fans need not say how they are called.
  const name = fan?.name || fan?.email;
  return (
    <Page
      title={name === undefined || name === "" ? t("orderTitlePlain") : t("orderTitle", { name })}
      actions={detail.data !== undefined && <RefundButton order={detail.data} />}
    >
      <AnchorLink to="/console/sales/$saleId/orders" params={{ saleId }}>
        {t("back")}
      </AnchorLink>
      <QueryView query={detail} skeletonLines={8}>
        {(order) => (
          <SimpleGrid cols={{ base: 1, md: 2 }}>
            <Facts order={order} />
            <Delivery order={order} />
            <Payments order={order} />
            <Refunds order={order} />
          </SimpleGrid>
        )}
      </QueryView>
    </Page>
  );
}

function Facts({ order }: { readonly order: Detail }) {
  const t = useTexts(ordersTexts);
  const variants = useVariantNames();
  const { currency, amountMinor } = order;
  return (
    <DetailCard title={t("order")}>
      <Group justify="space-between">
        <OrderState state={order.state} />
        {amountMinor !== null && currency !== null && (
          <Text fw={650} className="figures">
            {formatMoney(amountMinor, currency)}
          </Text>
        )}
      </Group>
      {order.lines.map(({ variantId, quantity, unitMinor }) => (
        <Group key={variantId} justify="space-between">
          <Text size="sm">
            {t("line", {
              quantity: formatNumber(quantity),
              name: variants.get(variantId) ?? variantId.slice(-8),
            })}
          </Text>
          {unitMinor !== null && currency !== null && (
            <Text size="sm" className="figures">
              {formatMoney(unitMinor * quantity, currency)}
            </Text>
          )}
        </Group>
      ))}
      {order.isTest && (
        <Text size="sm" c="dimmed">
          {t("testMoney")}
        </Text>
      )}
      <Fact name={t("orderNumber")}>{order.id}</Fact>
      <Fact name={t("fan")}>{order.fan?.email ?? t("erased")}</Fact>
      <Fact name={t("place")}>
        <AnchorLink
          size="sm"
          to="/console/sales/$saleId/registrations"
          params={{ saleId: order.saleId }}
          search={{ search: order.fanId ?? String(order.place) }}
          aria-label={`${formatNumber(order.place)}: ${t("toRegistration")}`}
        >
          {formatNumber(order.place)}
        </AnchorLink>
      </Fact>
      <Fact name={t("claimed")}>{formatDateTime(order.claimedAt)}</Fact>
      {order.paidAt !== null && <Fact name={t("paid")}>{formatDateTime(order.paidAt)}</Fact>}
    </DetailCard>
  );
}

/** What the catalogue calls the variants. */
function useVariantNames(): ReadonlyMap<string, string> {
  const products = api.useQuery("get", "/api/v1/products", { params: { query: { limit: 100 } } });
  const items = products.data?.items ?? [];
  return new Map(
    items.flatMap(({ names, variants }) =>
      variants.map(
        (variant) => [variant.id, `${nameIn(names)}, ${nameIn(variant.names)}`] as const,
      ),
    ),
  );
}

const countryNames = new Intl.DisplayNames(language, { type: "region" });

function Delivery({ order: { delivery } }: { readonly order: Detail }) {
  const t = useTexts(ordersTexts);
  if (delivery === null) {
    return (
      <DetailCard title={t("delivery")}>
        <Text size="sm">{t("noDelivery")}</Text>
      </DetailCard>
    );
  }
  const { name, line1, line2, city, region, postalCode, country, phone } = delivery;
  const town = [postalCode, city].filter(Boolean).join(" ");
  const lines = [name, line1, line2, town, region, countryNames.of(country)];
  return (
    <DetailCard title={t("delivery")}>
      <Text component="address" size="sm" fs="normal" style={{ overflowWrap: "anywhere" }}>
        {[...lines, phone].filter(Boolean).map((line) => (
          <div key={line}>{line}</div>
        ))}
      </Text>
    </DetailCard>
  );
}

function Payments({ order }: { readonly order: Detail }) {
  const t = useTexts(ordersTexts);
  return (
    <DetailCard title={t("payments")}>
      {order.payments.length === 0 && <Text size="sm">{t("noPayments")}</Text>}
      {order.payments.map((payment) => (
        <Group key={payment.id} justify="space-between" align="flex-start">
          <div>
            <Text size="sm" fw={600}>
              {t(`payment_${payment.state}`)}
            </Text>
            <Text size="xs" c="dimmed">
              {payment.capturedAt === null
                ? t("begun", { time: formatDateTime(payment.createdAt) })
                : t("captured", { time: formatDateTime(payment.capturedAt) })}
              {" · "}
              {payment.provider}
            </Text>
            {payment.reason !== null && (
              <Text size="xs" c="dimmed">
                {t("why", { reason: payment.reason })}
              </Text>
            )}
          </div>
          <Text size="sm" className="figures">
            {formatMoney(payment.amountMinor, payment.currency)}
          </Text>
        </Group>
      ))}
    </DetailCard>
  );
}

function Refunds({ order }: { readonly order: Detail }) {
  const t = useTexts(ordersTexts);
  return (
    <DetailCard title={t("refunds")}>
      {order.refunds.length === 0 && <Text size="sm">{t("noRefunds")}</Text>}
      {order.refunds.map((refund) => (
        <Group key={refund.id} justify="space-between" align="flex-start">
          <div>
            <Text size="sm" fw={600}>
              {t(`refund_${refund.state}`)}
            </Text>
            <Text size="xs" c="dimmed">
              {t("requested", { time: formatDateTime(refund.requestedAt) })}
            </Text>
            <Text size="sm" style={{ overflowWrap: "anywhere" }}>
              {t("refundReason", { reason: refund.reason })}
            </Text>
            {refund.problem !== null && (
              <Text size="xs" c="dimmed">
                {t("problemSaid", { problem: refund.problem })}
              </Text>
            )}
          </div>
          <Text size="sm" className="figures">
            {formatMoney(refund.amountMinor, refund.currency)}
          </Text>
        </Group>
      ))}
    </DetailCard>
  );
}
