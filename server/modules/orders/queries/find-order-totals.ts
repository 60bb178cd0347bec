import { sql } from "kysely";
import type { Database } from "../../../platform/database/database.ts";
import type { OrderState } from "../rules/order-states.ts";

export interface OrderTotals {
  /** How many orders are in each state; states without any are left out. */
  readonly states: readonly { readonly state: OrderState; readonly orders: number }[];
  /** Money that was taken, and what of it went back, in minor units. */
  readonly money: readonly {
    readonly currency: string;
    readonly orders: number;
    readonly takenMinor: number;
    readonly refundedMinor: number;
  }[];
}

/** What a sale's orders come to. */
export async function findOrderTotals({ kysely }: Database, saleId: string): Promise<OrderTotals> {
  const states = await sql<OrderTotals["states"][number]>`
    select state, count(*)::integer as orders from orders.orders
    where sale_id = ${saleId} group by state order by state`.execute(kysely);
  const money = await sql<{
    readonly currency: string;
    readonly orders: number;
    readonly takenMinor: string;
    readonly refundedMinor: string;
  }>`
    select p.currency, count(*)::integer as orders, sum(p.amount_minor)::text as "takenMinor",
      sum(p.refunded_minor)::text as "refundedMinor"
    from orders.orders o join orders.payments p on p.order_id = o.id
    where o.sale_id = ${saleId} and p.state in ('captured', 'refunded')
    group by p.currency order by p.currency`.execute(kysely);
  return {
    states: states.rows,
    money: money.rows.map((row) => ({
      ...row,
      takenMinor: Number(row.takenMinor),
      refundedMinor: Number(row.refundedMinor),
    })),
  };
}
