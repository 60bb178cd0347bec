import { sql } from "kysely";
import type { Clock } from "../../../platform/clock.ts";
import type { Tx } from "../../../platform/database/database.ts";
import type { ClaimsStep, ProjectedClaim } from "../../sales/index.ts";
import { freeSlots } from "../payment/limit-slots.ts";
import { recordChanges } from "../payment/record-changes.ts";
import {
  actionOfClaim,
  nextOrderState,
  orderStepsOf,
  type OrderState,
} from "../rules/order-states.ts";

/**
 * Makes orders from what the sale's log says of claims, in the transaction that shows the claims:
 * once for each record. A payment may have made an order's row before, and money that was captured
 * is told by the payment and not by the log.
 */
export async function projectClaims(tx: Tx, step: ClaimsStep, clock: Clock): Promise<void> {
  if (step.extendedMs > 0) {
    await sql`
      update orders.orders
      set expires_at = expires_at + ${step.extendedMs}::double precision * interval '1 ms'
      where sale_id = ${step.saleId} and state in ('awaiting_payment', 'paying')`.execute(tx);
  }
  // Whoever waits has no order yet; a claim that has ended has one only if it was ever held.
  const standing = step.claims.filter(
    ({ state }) => state === "held" || state === "paying" || state === "paid",
  );
  const ended = step.claims.filter(
    ({ state }) => state === "released" || state === "expired" || state === "returned",
  );
  await upsertStanding(tx, standing);
  await endOrders(tx, ended, new Date(clock.wallMs()));
}

/** Rows are taken in one order by everybody, so that nobody waits in a circle. */
async function upsertStanding(tx: Tx, claims: readonly ProjectedClaim[]): Promise<void> {
  if (claims.length === 0) return;
  const states = claims.map(({ state }): OrderState => {
    const action = actionOfClaim(state);
    const next = action === undefined ? undefined : nextOrderState("awaiting_payment", action);
    return next ?? "awaiting_payment";
  });
  await sql`
    insert into orders.orders as o
      (id, sale_id, place, fan_id, lines, state, expires_at, claimed_at)
    select * from unnest(${claims.map((one) => one.id)}::uuid[],
      ${claims.map((one) => one.saleId)}::uuid[],
      ${claims.map((one) => one.place)}::integer[],
      ${claims.map((one) => one.fanId)}::uuid[],
      ${claims.map((one) => JSON.stringify(one.lines))}::jsonb[],
      ${states}::text[],
      ${claims.map((one) => one.expiresAt)}::timestamptz[],
      ${claims.map((one) => one.claimedAt)}::timestamptz[])
      as n (id, sale_id, place, fan_id, lines, state, expires_at, claimed_at)
    order by id
    on conflict (id) do update set expires_at = excluded.expires_at,
      state = case o.state when 'awaiting_payment' then excluded.state else o.state end
    where o.state in ('awaiting_payment', 'paying')
      and (o.state <> excluded.state or o.expires_at is distinct from excluded.expires_at)`.execute(
    tx,
  );
}

async function endOrders(tx: Tx, claims: readonly ProjectedClaim[], now: Date): Promise<void> {
  if (claims.length === 0) return;
  const actions = claims.map(({ state }) => actionOfClaim(state) ?? null);
  const steps = (["cancel", "expire", "return"] as const).flatMap((action) =>
    orderStepsOf(action).map(([from, to]) => ({ action, from, to })),
  );
  const { rows } = await sql<{ id: string; state: OrderState }>`
    update orders.orders o set state = steps.next, expires_at = null
    from unnest(${claims.map((one) => one.id)}::uuid[], ${actions}::text[]) as n (id, action),
      unnest(${steps.map((one) => one.action)}::text[], ${steps.map((one) => one.from)}::text[],
        ${steps.map((one) => one.to)}::text[]) as steps (action, standing, next),
      (select id from orders.orders where id = any(${claims.map((one) => one.id)}::uuid[])
        order by id for update) as locked
    where o.id = n.id and locked.id = n.id
      and steps.action = n.action and steps.standing = o.state
    returning o.id, o.state`.execute(tx);
  const endedIds = rows.map((row) => row.id);
  await freeSlots(tx, endedIds);
  await hurryPayments(tx, endedIds, now);
  const returned = rows.filter((row) => row.state === "returned");
  const changes = returned.map(({ id }) => ({
    orderId: id,
    change: "returned" as const,
    currency: null,
    amountMinor: null,
  }));
  await recordChanges(tx, changes, now);
}

/**
 * What is reserved for an order that has ended is set free soon. A payment that is locked is being
 * changed at this moment, by somebody who holds it before the order: to wait would be a circle.
 */
async function hurryPayments(tx: Tx, orderIds: readonly string[], now: Date): Promise<void> {
  if (orderIds.length === 0) return;
  await sql`
    update orders.payments set look_at = ${now}::timestamptz where id in (
      select id from orders.payments where order_id = any(${orderIds}::uuid[])
        and state in ('created', 'pending', 'authorised', 'voiding', 'returning')
      for update skip locked)`.execute(tx);
}
