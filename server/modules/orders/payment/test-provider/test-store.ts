import { sql } from "kysely";
import { inTransaction, type Database } from "../../../../platform/database/database.ts";
import type { PaymentOrder, RefundAnswer, RefundOrder } from "../payment-provider.ts";
import { findBehaviour } from "./test-methods.ts";

/** A payment as the test provider knows it. */
export interface TestPayment {
  readonly id: string;
  readonly orderId: string | null;
  readonly method: string;
  readonly state: "pending" | "authorised" | "captured" | "declined" | "capture_failed" | "voided";
  readonly amountMinor: number;
  readonly currency: string;
  readonly isRefunded: boolean;
  readonly returnUrl: string | null;
}

const COLUMNS = sql`id, order_id as "orderId", method, state, amount_minor as "amountMinor",
  currency, refunded_minor = amount_minor and refunded_minor > 0 as "isRefunded",
  return_url as "returnUrl"`;

/** Makes the payments that are new, and says how all of them stand. */
export async function authoriseAll(
  database: Database,
  orders: readonly PaymentOrder[],
): Promise<{ payment: TestPayment; isNew: boolean }[]> {
  const { rows } = await sql<TestPayment>`
    insert into orders.test_payments
      (id, order_id, method, amount_minor, currency, return_url, state)
    select * from unnest(${orders.map((one) => one.paymentId)}::uuid[],
      ${orders.map((one) => one.orderId)}::uuid[],
      ${orders.map((one) => one.method)}::text[],
      ${orders.map((one) => one.amountMinor)}::bigint[],
      ${orders.map((one) => one.currency)}::text[],
      ${orders.map((one) => one.returnUrl)}::text[],
      ${orders.map((one) => findBehaviour(one.method)?.begins ?? "declined")}::text[])
    on conflict (id) do nothing returning ${COLUMNS}`.execute(database.kysely);
  const fresh = new Map(rows.map((row) => [row.id, row]));
  const known = await findAll(
    database,
    orders.map((one) => one.paymentId).filter((id) => !fresh.has(id)),
  );
  return orders.map(({ paymentId }) => {
    const isNew = fresh.has(paymentId);
    const payment = fresh.get(paymentId) ?? known.get(paymentId);
    if (payment === undefined) throw new Error(`the test payment ${paymentId} was made just now`);
    return { payment, isNew };
  });
}

export async function captureAll(
  database: Database,
  ids: readonly string[],
): Promise<{ payment: TestPayment | undefined; isNew: boolean }[]> {
  const { rows } = await sql<TestPayment>`
    update orders.test_payments
    set state = case method when 'test_capture_fails' then 'capture_failed' else 'captured' end
    where id = any(${ids}::uuid[]) and state = 'authorised' returning ${COLUMNS}`.execute(
    database.kysely,
  );
  const fresh = new Map(rows.map((row) => [row.id, row]));
  const known = await findAll(
    database,
    ids.filter((id) => !fresh.has(id)),
  );
  return ids.map((id) => ({ payment: fresh.get(id) ?? known.get(id), isNew: fresh.has(id) }));
}

/** Sets what is reserved free; an unknown payment is made void, so that it never can be. */
export async function voidOrForbid(database: Database, id: string): Promise<TestPayment> {
  const { rows } = await sql<TestPayment>`
    insert into orders.test_payments (id, method, amount_minor, currency, state)
    values (${id}, 'never asked for', 0, 'XXX', 'voided')
    on conflict (id) do update set state = case
      when test_payments.state in ('pending', 'authorised') then 'voided'
      else test_payments.state end
    returning ${COLUMNS}`.execute(database.kysely);
  const [row] = rows;
  if (row === undefined) throw new Error("an upsert returns its row");
  return row;
}

export async function giveBack(
  database: Database,
  { refundId, paymentId, amountMinor }: RefundOrder,
): Promise<RefundAnswer> {
  return inTransaction(database, async (tx) => {
    const { rows } = await sql<{ left: number; state: string }>`
      select amount_minor - refunded_minor as left, state from orders.test_payments
      where id = ${paymentId} for update`.execute(tx);
    const done = await sql`select from orders.test_refunds where id = ${refundId}`.execute(tx);
    if (done.rows.length > 0) return { status: "refunded" };
    const [payment] = rows;
    if (payment?.state !== "captured") return { status: "refused", reason: "not_captured" };
    if (payment.left < amountMinor) return { status: "refused", reason: "too_much" };
    await sql`insert into orders.test_refunds (id, payment_id, amount_minor)
              values (${refundId}, ${paymentId}, ${amountMinor})`.execute(tx);
    await sql`update orders.test_payments set refunded_minor = refunded_minor + ${amountMinor}
              where id = ${paymentId}`.execute(tx);
    return { status: "refunded" };
  });
}

export async function findTestPayment(
  database: Database,
  id: string,
): Promise<TestPayment | undefined> {
  return (await findAll(database, [id])).get(id);
}

/** A pending payment is approved or declined; undefined if it is not pending any more. */
export async function decideTestPayment(
  database: Database,
  id: string,
  state: "authorised" | "declined",
): Promise<TestPayment | undefined> {
  const { rows } = await sql<TestPayment>`
    update orders.test_payments set state = ${state} where id = ${id} and state = 'pending'
    returning ${COLUMNS}`.execute(database.kysely);
  return rows[0];
}

async function findAll(database: Database, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, TestPayment>();
  const { rows } = await sql<TestPayment>`
    select ${COLUMNS} from orders.test_payments where id = any(${ids}::uuid[])`.execute(
    database.kysely,
  );
  return new Map(rows.map((row) => [row.id, row]));
}
