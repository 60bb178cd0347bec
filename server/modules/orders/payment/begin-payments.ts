import { sql } from "kysely";
import type { Tx } from "../../../platform/database/database.ts";
import type { OrderState } from "../rules/order-states.ts";
import { isLivePayment } from "../rules/payment-states.ts";
import { ordersIn } from "../store.ts";
import { takeSlots } from "./limit-slots.ts";
import type { Begun, NewPayment } from "./payment.ts";
import { paymentOf, type SelectedPayment, selectPayments } from "./select-payments.ts";

export interface BeginRequest {
  readonly payment: NewPayment;
  /** The sale's limit for the delivery address; undefined where it has none. */
  readonly address: { readonly hash: Buffer; readonly limit: number } | undefined;
}

/** More tries than a person needs: whoever makes them tries out stolen cards. */
const PAYMENTS_PER_ORDER_MAX = 10;

/** After this, recovery takes a payment up that nobody has finished. */
export const LOOK_AFTER_MS = 15_000;

/**
 * Begins many payments in one transaction. The order's row is made if the projection has not made
 * it yet, and is locked: of two payments for one claim, the second finds the first.
 */
export async function beginPayments(
  tx: Tx,
  requests: readonly BeginRequest[],
  now: Date,
): Promise<Begun[]> {
  const states = await upsertOrders(tx, requests);
  const earlier = await findEarlier(tx, [...states.keys()]);
  const outcomes = new Map<BeginRequest, Begun>();
  const first = new Map<string, BeginRequest>();
  for (const request of requests) {
    const { orderId } = request.payment;
    const tried = earlier.get(orderId) ?? [];
    const standing = tried.find(({ state }) => isLivePayment(state));
    if (standing !== undefined) {
      const isSame = hasSameDetails(standing, request.payment);
      outcomes.set(request, { kind: "standing", payment: paymentOf(standing), isSame });
    } else if (states.get(orderId) !== "paying") {
      outcomes.set(request, { kind: "over" });
    } else if (tried.length >= PAYMENTS_PER_ORDER_MAX) {
      outcomes.set(request, { kind: "too_many" });
    } else if (!first.has(orderId)) {
      first.set(orderId, request);
    }
  }
  const limited = [...first.values()].filter(({ address }) => address !== undefined);
  if (limited.length > 0) {
    const granted = await takeSlots(
      tx,
      limited.map(({ payment: { saleId, orderId }, address }) => ({
        saleId,
        orderId,
        kind: "address",
        hash: address?.hash ?? Buffer.alloc(0),
        limit: address?.limit ?? 0,
      })),
    );
    for (const [index, request] of limited.entries()) {
      if (granted[index] !== true) outcomes.set(request, { kind: "address_limit" });
    }
  }
  const fresh = [...first.values()].filter((request) => !outcomes.has(request));
  await insertPayments(
    tx,
    fresh.map(({ payment }) => payment),
    now,
  );
  for (const request of fresh) {
    outcomes.set(request, { kind: "created", payment: asCreated(request.payment) });
  }
  return requests.map((request) => {
    const outcome = outcomes.get(request);
    if (outcome !== undefined) return outcome;
    // Asked for twice within one batch: the second finds what became of the first.
    const winner = first.get(request.payment.orderId);
    const begun = winner === undefined ? undefined : outcomes.get(winner);
    if (begun?.kind !== "created" || winner === undefined) return begun ?? { kind: "over" };
    const isSame = hasSameDetails(asSelected(winner.payment), request.payment);
    return { kind: "standing", payment: begun.payment, isSame };
  });
}

async function upsertOrders(tx: Tx, requests: readonly BeginRequest[]) {
  const claims = [...new Map(requests.map(({ payment }) => [payment.orderId, payment])).values()];
  const { rows } = await sql<{ id: string; state: OrderState }>`
    insert into orders.orders as o
      (id, sale_id, place, fan_id, lines, state, expires_at, claimed_at)
    select n.* from (
      select unnest(${claims.map((one) => one.orderId)}::uuid[]) as id,
        unnest(${claims.map((one) => one.saleId)}::uuid[]),
        unnest(${claims.map((one) => one.place)}::integer[]),
        unnest(${claims.map((one) => one.fanId)}::uuid[]),
        unnest(${claims.map((one) => JSON.stringify(one.claimLines))}::jsonb[]), 'paying',
        unnest(${claims.map((one) => one.expiresAt)}::timestamptz[]),
        unnest(${claims.map((one) => madeAt(one.orderId))}::timestamptz[])) as n
    order by n.id
    on conflict (id) do update
      set state = case o.state when 'awaiting_payment' then 'paying' else o.state end
    returning id, state`.execute(tx);
  return new Map(rows.map((row) => [row.id, row.state]));
}

/** A claim's id is time-ordered: its first 48 bits are milliseconds (RFC 9562, section 5.7). */
function madeAt(claimId: string): Date {
  return new Date(Number.parseInt(claimId.replace("-", "").slice(0, 12), 16));
}

/** All payments that were begun for these orders; most have none. */
async function findEarlier(tx: Tx, orderIds: readonly string[]) {
  const rows = await selectPayments(ordersIn(tx))
    .select("delivery")
    .where(sql<boolean>`order_id = any(${orderIds}::uuid[])`)
    .execute();
  return Map.groupBy(rows, (row) => row.orderId);
}

type WithDelivery = SelectedPayment & { readonly delivery: unknown };

function hasSameDetails(standing: WithDelivery, asked: NewPayment): boolean {
  return (
    standing.method === asked.method &&
    standing.currency === asked.currency &&
    Bun.deepEquals(standing.delivery, asked.delivery)
  );
}

async function insertPayments(tx: Tx, payments: readonly NewPayment[], now: Date): Promise<void> {
  if (payments.length === 0) return;
  const lookAt = new Date(now.getTime() + LOOK_AFTER_MS);
  await sql`
    insert into orders.payments (id, order_id, sale_id, place, fan_id, provider, method, currency,
      amount_minor, lines, delivery, terms_version, marketing_consent, created_at, look_at)
    select *, ${now}::timestamptz, ${lookAt}::timestamptz
    from unnest(${payments.map((one) => one.id)}::uuid[],
      ${payments.map((one) => one.orderId)}::uuid[],
      ${payments.map((one) => one.saleId)}::uuid[],
      ${payments.map((one) => one.place)}::integer[],
      ${payments.map((one) => one.fanId)}::uuid[],
      ${payments.map((one) => one.provider)}::text[],
      ${payments.map((one) => one.method)}::text[],
      ${payments.map((one) => one.currency)}::text[],
      ${payments.map((one) => one.amountMinor)}::bigint[],
      ${payments.map((one) => JSON.stringify(one.lines))}::jsonb[],
      ${payments.map((one) => JSON.stringify(one.delivery))}::jsonb[],
      ${payments.map((one) => one.termsVersion)}::text[],
      ${payments.map((one) => one.marketingConsent)}::boolean[])`.execute(tx);
}

function asSelected(payment: NewPayment): WithDelivery {
  return { ...asCreated(payment), delivery: payment.delivery };
}

function asCreated(payment: NewPayment): SelectedPayment {
  const { id, orderId, saleId, place, fanId, provider, method, currency, amountMinor } = payment;
  return {
    id,
    orderId,
    saleId,
    place,
    fanId,
    provider,
    method,
    currency,
    amountMinor,
    refundedMinor: 0,
    state: "created",
    reason: null,
    redirectUrl: null,
  };
}
