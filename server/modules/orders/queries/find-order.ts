import { sql } from "kysely";
import type { Database } from "../../../platform/database/database.ts";
import { isUuid } from "../../../platform/ids.ts";
import type { DeliveryAddress } from "../../accounts/index.ts";
import type { OrdersContext } from "../orders-context.ts";
import { actionOfClaim, isOpenOrder, nextOrderState } from "../rules/order-states.ts";
import type { OrderState } from "../rules/order-states.ts";
import type { PaymentState } from "../rules/payment-states.ts";
import type { PricedLine } from "../rules/pricing.ts";
import type { OrderLine } from "../store.ts";

/** The payment of an order that counts: the live one, else the last. */
export interface PaymentOfOrder {
  readonly id: string;
  readonly state: PaymentState;
  readonly reason: string | null;
  readonly provider: string;
  readonly method: string;
  readonly currency: string;
  readonly amountMinor: number;
  readonly refundedMinor: number;
  readonly redirectUrl: string | null;
  readonly lines: readonly PricedLine[];
  readonly delivery: DeliveryAddress | null;
  readonly termsVersion: string;
  readonly marketingConsent: boolean;
}

export interface Order {
  readonly id: string;
  readonly saleId: string;
  readonly place: number;
  readonly fanId: string | null;
  readonly state: OrderState;
  readonly lines: readonly OrderLine[];
  readonly expiresAt: Date | null;
  readonly claimedAt: Date;
  readonly paidAt: Date | null;
  readonly payment: PaymentOfOrder | null;
}

/** Orders with their payments, under the names of `Order`; add conditions on `o` behind it. */
export const SELECT_ORDERS = sql`
  select o.id, o.sale_id as "saleId", o.place, o.fan_id as "fanId", o.state, o.lines,
    o.expires_at as "expiresAt", o.claimed_at as "claimedAt", o.paid_at as "paidAt", p.payment
  from orders.orders o left join lateral (
    select jsonb_build_object('id', id, 'state', state, 'reason', reason, 'provider', provider,
      'method', method, 'currency', currency, 'amountMinor', amount_minor,
      'refundedMinor', refunded_minor, 'redirectUrl', redirect_url, 'lines', lines,
      'delivery', delivery, 'termsVersion', terms_version,
      'marketingConsent', marketing_consent) as payment
    from orders.payments where order_id = o.id
    order by state in ('declined', 'voided'), id desc limit 1
  ) p on true`;

/**
 * A fan's order. While units are held for it, its state and the end of the hold are the lane's own:
 * the table follows a moment later.
 */
export async function findOrderOfFan(
  { platform, sales }: Pick<OrdersContext, "platform" | "sales">,
  orderId: string,
  fanId: string,
): Promise<Order | undefined> {
  const order = await findOrder(platform.database, orderId);
  if (order === undefined || order.fanId !== fanId) return undefined;
  if (!isOpenOrder(order.state)) return order;
  const claim = await sales.findClaimOfFan(order.saleId, fanId);
  if (!claim.ok || claim.value?.id !== orderId) return order;
  const action = actionOfClaim(claim.value.state);
  const state = action === undefined ? undefined : nextOrderState(order.state, action);
  return { ...order, state: state ?? order.state, expiresAt: claim.value.expiresAt };
}

async function findOrder(database: Database, orderId: string): Promise<Order | undefined> {
  // The door is also asked with what somebody wrote into an address.
  if (!isUuid(orderId)) return undefined;
  const { rows } = await sql<Order>`${SELECT_ORDERS} where o.id = ${orderId}`.execute(
    database.kysely,
  );
  return rows[0];
}
