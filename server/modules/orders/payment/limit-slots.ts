import { sql } from "kysely";
import type { Tx } from "../../../platform/database/database.ts";
import type { LimitKind } from "../rules/limit-keys.ts";

/** An order that wants to count towards a limit of its sale. */
export interface SlotRequest {
  readonly saleId: string;
  readonly orderId: string;
  readonly kind: LimitKind;
  readonly hash: Buffer;
  /** How many orders of the sale may have this hash. */
  readonly limit: number;
}

interface TakenSlot {
  readonly sale_id: string;
  readonly kind: LimitKind;
  readonly hash: Buffer;
  readonly slot: number;
  readonly order_id: string;
}

/** Each round takes at least one slot that somebody else was about to take. */
const ROUNDS_MOST = 50;

/**
 * Takes a slot for each order, or none where its limit is reached; an order keeps the one it has.
 * That two orders never share a slot is the primary key's doing: of two servers that reach for one,
 * the second waits for the first one's commit and then looks again.
 * @returns for each request whether it has a slot now
 */
export async function takeSlots(tx: Tx, requests: readonly SlotRequest[]): Promise<boolean[]> {
  await dropOtherSlots(tx, requests);
  for (let round = 0; round < ROUNDS_MOST; round += 1) {
    const { granted, wanted } = chooseSlots(requests, await listTaken(tx, requests));
    if (wanted.length === 0 || (await insert(tx, wanted)) === wanted.length) return granted;
  }
  throw new Error("limit slots were taken by others fifty times in a row");
}

/** Frees the slots of orders that have ended. */
export async function freeSlots(tx: Tx, orderIds: readonly string[]): Promise<void> {
  if (orderIds.length === 0) return;
  await sql`delete from orders.limit_slots where order_id = any(${orderIds}::uuid[])`.execute(tx);
}

/** An order that is paid for with another address or means of payment gives the first slot up. */
async function dropOtherSlots(tx: Tx, requests: readonly SlotRequest[]): Promise<void> {
  await sql`
    delete from orders.limit_slots s
    using unnest(${requests.map((one) => one.orderId)}::uuid[],
      ${requests.map((one) => one.kind)}::text[],
      ${requests.map((one) => one.hash)}::bytea[]) as n (order_id, kind, hash)
    where s.order_id = n.order_id and s.kind = n.kind and s.hash <> n.hash`.execute(tx);
}

async function listTaken(tx: Tx, requests: readonly SlotRequest[]): Promise<readonly TakenSlot[]> {
  const { rows } = await sql<TakenSlot>`
    select distinct s.* from orders.limit_slots s
    join unnest(${requests.map((one) => one.saleId)}::uuid[],
      ${requests.map((one) => one.kind)}::text[],
      ${requests.map((one) => one.hash)}::bytea[]) as n (sale_id, kind, hash)
      on s.sale_id = n.sale_id and s.kind = n.kind and s.hash = n.hash`.execute(tx);
  return rows;
}

/** Who gets which slot, first come first served, given those that are taken. */
function chooseSlots(requests: readonly SlotRequest[], taken: readonly TakenSlot[]) {
  const holders = new Map<string, Map<number, string>>();
  const holdersOf = (saleId: string, kind: LimitKind, hash: Buffer) => {
    const key = `${saleId} ${kind} ${hash.toString("hex")}`;
    let bySlot = holders.get(key);
    if (bySlot === undefined) holders.set(key, (bySlot = new Map()));
    return bySlot;
  };
  for (const row of taken) holdersOf(row.sale_id, row.kind, row.hash).set(row.slot, row.order_id);
  const wanted: TakenSlot[] = [];
  const granted = requests.map(({ saleId, orderId, kind, hash, limit }) => {
    const bySlot = holdersOf(saleId, kind, hash);
    if ([...bySlot.values()].includes(orderId)) return true;
    for (let slot = 1; slot <= limit; slot += 1) {
      if (bySlot.has(slot)) continue;
      bySlot.set(slot, orderId);
      wanted.push({ sale_id: saleId, kind, hash, slot, order_id: orderId });
      return true;
    }
    return false;
  });
  return { granted, wanted };
}

/** In one order for everybody, so that two batches cannot each wait for the other. */
async function insert(tx: Tx, wanted: readonly TakenSlot[]): Promise<number> {
  const { rows } = await sql`
    insert into orders.limit_slots (sale_id, kind, hash, slot, order_id)
    select * from unnest(${wanted.map((one) => one.sale_id)}::uuid[],
      ${wanted.map((one) => one.kind)}::text[],
      ${wanted.map((one) => one.hash)}::bytea[],
      ${wanted.map((one) => one.slot)}::integer[],
      ${wanted.map((one) => one.order_id)}::uuid[]) as n (sale_id, kind, hash, slot, order_id)
    order by sale_id, kind, hash, slot
    on conflict do nothing returning slot`.execute(tx);
  return rows.length;
}
