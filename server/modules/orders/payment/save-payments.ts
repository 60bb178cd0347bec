import { sql } from "kysely";
import type { Tx } from "../../../platform/database/database.ts";
import { invariant } from "../../../platform/failure.ts";
import type { PaymentChange } from "../rules/payment-protocol.ts";
import { nextPaymentState, type PaymentState } from "../rules/payment-states.ts";
import { ordersIn } from "../store.ts";
import { LOOK_AFTER_MS } from "./begin-payments.ts";
import { freeSlots, takeSlots } from "./limit-slots.ts";
import type { Payment } from "./payment.ts";
import { recordChanges } from "./record-changes.ts";
import { paymentOf, selectPayments } from "./select-payments.ts";

export interface SaveRequest {
  readonly payment: Payment;
  readonly change: PaymentChange;
  /** Of an authorisation whose means of payment has a name; the limit of the sale, if any. */
  readonly instrument: { readonly hash: Buffer; readonly limit: number | null } | undefined;
}

interface Saved {
  readonly payment: Payment;
  readonly instrumentHash: Buffer | null;
}

const LIMIT_REACHED: PaymentChange = {
  action: "begin-void",
  reason: "instrument_limit_reached",
};

/**
 * Makes many changes of payments durable in one transaction, each only if its payment stands as it
 * was read. Resolves to the payments as they stand then.
 */
export async function savePayments(
  tx: Tx,
  requests: readonly SaveRequest[],
  now: Date,
): Promise<Payment[]> {
  const standing = await lockStates(tx, requests);
  const stands = ({ payment }: SaveRequest) => standing.get(payment.id) === payment.state;
  const refused = await refuseInstruments(tx, requests.filter(stands));
  const saved = new Map<string, Saved>();
  for (const request of requests) {
    const { payment, instrument } = request;
    // A second change of one payment within a batch is out of date like any other.
    if (!stands(request) || saved.has(payment.id)) continue;
    const change = refused.has(request) ? LIMIT_REACHED : request.change;
    const state = nextPaymentState(payment.state, change.action);
    invariant(state !== undefined, `a payment that is ${payment.state} cannot ${change.action}`);
    saved.set(payment.id, {
      payment: {
        ...payment,
        state,
        reason: change.reason ?? payment.reason,
        redirectUrl: change.redirectUrl ?? payment.redirectUrl,
      },
      instrumentHash: instrument?.hash ?? null,
    });
  }
  await updatePayments(tx, [...saved.values()], now);
  await follow(
    tx,
    [...saved.values()].map(({ payment }) => payment),
    now,
  );
  const others = await findOthers(
    tx,
    requests.map(({ payment }) => payment.id).filter((id) => !saved.has(id)),
  );
  return requests.map(({ payment }) => {
    const found = saved.get(payment.id)?.payment ?? others.get(payment.id);
    invariant(found !== undefined, `payment ${payment.id} is durable`);
    return found;
  });
}

/** Locks in one order for everybody. */
async function lockStates(tx: Tx, requests: readonly SaveRequest[]) {
  const { rows } = await sql<{ id: string; state: PaymentState }>`
    select id, state from orders.payments
    where id = any(${requests.map(({ payment }) => payment.id)}::uuid[])
    order by id for update`.execute(tx);
  return new Map(rows.map((row) => [row.id, row.state]));
}

/** Payments that somebody else has changed meanwhile. */
async function findOthers(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, Payment>> {
  if (ids.length === 0) return new Map();
  const rows = await selectPayments(ordersIn(tx))
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute();
  return new Map(rows.map((row) => [row.id, paymentOf(row)]));
}

/** The authorisations that exceed the limit of their means of payment. */
async function refuseInstruments(
  tx: Tx,
  requests: readonly SaveRequest[],
): Promise<ReadonlySet<SaveRequest>> {
  const limited = requests.flatMap((request) => {
    const { hash, limit } = request.instrument ?? { limit: null };
    const isLimited = request.change.action === "authorise" && hash !== undefined;
    return isLimited && limit !== null ? [{ request, hash, limit }] : [];
  });
  if (limited.length === 0) return new Set();
  const granted = await takeSlots(
    tx,
    limited.map(({ request: { payment }, hash, limit }) => {
      const { saleId, orderId } = payment;
      return { saleId, orderId, kind: "instrument", hash, limit };
    }),
  );
  return new Set(limited.flatMap(({ request }, index) => (granted[index] ? [] : [request])));
}

async function updatePayments(tx: Tx, saved: readonly Saved[], now: Date): Promise<void> {
  if (saved.length === 0) return;
  const lookAt = new Date(now.getTime() + LOOK_AFTER_MS);
  await sql`
    update orders.payments p
    set state = n.state, reason = n.reason, redirect_url = n.redirect_url,
      instrument_hash = coalesce(n.instrument_hash, p.instrument_hash),
      captured_at = case n.state when 'captured' then ${now}::timestamptz else p.captured_at end,
      look_at = ${lookAt}::timestamptz
    from unnest(${saved.map(({ payment }) => payment.id)}::uuid[],
      ${saved.map(({ payment }) => payment.state)}::text[],
      ${saved.map(({ payment }) => payment.reason)}::text[],
      ${saved.map(({ payment }) => payment.redirectUrl)}::text[],
      ${saved.map((one) => one.instrumentHash)}::bytea[])
      as n (id, state, reason, redirect_url, instrument_hash)
    where p.id = n.id`.execute(tx);
}

/** What follows from payments that have ended, for their orders. */
async function follow(tx: Tx, payments: readonly Payment[], now: Date): Promise<void> {
  // The claim of a voided payment has ended, or its fan pays anew and takes a slot again.
  const ended = payments.filter(({ state }) => state === "voided" || state === "capture_failed");
  await freeSlots(
    tx,
    ended.map(({ orderId }) => orderId),
  );
  const captured = payments.filter(({ state }) => state === "captured");
  if (captured.length === 0) return;
  const orderIds = captured.map(({ orderId }) => orderId);
  await sql`
    update orders.orders o set state = 'paid', paid_at = ${now}::timestamptz, expires_at = null
    from (select id from orders.orders where id = any(${orderIds}::uuid[]) order by id for update)
      as n
    where o.id = n.id and o.state in ('awaiting_payment', 'paying')`.execute(tx);
  const changes = captured.map(({ orderId, currency, amountMinor }) => ({
    orderId,
    change: "paid" as const,
    currency,
    amountMinor,
  }));
  await recordChanges(tx, changes, now);
}
