import { sql } from "kysely";
import { inTransaction } from "../../../platform/database/database.ts";
import { type DepositReturn, returnDeposits } from "../deposits/return-deposits.ts";
import type { OrdersContext } from "../orders-context.ts";
import { whyReturned } from "../rules/deposit-returns.ts";

const DEPOSITS_AT_ONCE = 500;

interface LiveDeposit {
  readonly id: string;
  readonly saleId: string;
  readonly fanId: string;
  readonly afterNumber: number;
  readonly hasPaidOrder: boolean;
}

/** How far the walk through the live deposits has come. */
export interface DepositWalk {
  /** Undefined: at the end, so that the next stretch begins anew. */
  readonly after: string | undefined;
  readonly returned: number;
}

/**
 * Looks at a stretch of the live deposits and sends those back that have a reason: the sale is
 * over, the fan has left it, was refused at its closing, or has paid for an order. A walk needs no
 * word from whoever made the reason, so nothing is missed after a crash.
 */
export async function returnDueDeposits(
  context: OrdersContext,
  after: string = "00000000-0000-0000-0000-000000000000",
): Promise<DepositWalk> {
  const { clock, database } = context.platform;
  // The states are written out, so that the planner finds the index that holds only these.
  const { rows } = await sql<LiveDeposit>`
    select id, sale_id as "saleId", fan_id as "fanId", after_number as "afterNumber",
      exists (select from orders.orders o where o.fan_id = d.fan_id and o.sale_id = d.sale_id
        and o.state = 'paid') as "hasPaidOrder"
    from orders.deposits d
    where state in ('created', 'pending', 'authorised', 'captured') and fan_id is not null
      and id > ${after}
    order by id limit ${DEPOSITS_AT_ONCE}`.execute(database.kysely);
  const due: DepositReturn[] = [];
  for (const [saleId, ofSale] of Map.groupBy(rows, (row) => row.saleId)) {
    due.push(...(await findDue(context, saleId, ofSale)));
  }
  const now = new Date(clock.wallMs());
  const returned = await inTransaction(database, (tx) => returnDeposits(tx, due, now));
  return { after: rows.length < DEPOSITS_AT_ONCE ? undefined : rows.at(-1)?.id, returned };
}

async function findDue(
  { offers, sales }: OrdersContext,
  saleId: string,
  deposits: readonly LiveDeposit[],
): Promise<DepositReturn[]> {
  const fanIds = deposits.map(({ fanId }) => fanId);
  const [sale, registrations] = await Promise.all([
    offers.find(saleId),
    sales.findNewestRegistrations(saleId, fanIds),
  ]);
  if (sale === undefined) return [];
  const isHalted = sale.haltedReason !== null;
  return deposits.flatMap(({ id, fanId, hasPaidOrder, afterNumber }) => {
    const registration = registrations.get(fanId);
    const facts = { hasPaidOrder, registration, afterNumber, saleState: sale.state, isHalted };
    const reason = whyReturned(facts);
    return reason === undefined ? [] : [{ depositId: id, reason }];
  });
}
