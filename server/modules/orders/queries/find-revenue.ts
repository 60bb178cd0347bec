import { sql } from "kysely";
import type { Database } from "../../../platform/database/database.ts";
import type { OrderState } from "../rules/order-states.ts";

/** What a sale's orders have brought in, as they are now. */
export interface Revenue {
  readonly orders: { readonly state: OrderState; readonly count: number }[];
  readonly currencies: {
    readonly currency: string;
    /** Orders whose money was taken. */
    readonly orders: number;
    readonly capturedMinor: number;
    /** Of what was captured. */
    readonly refundedMinor: number;
  }[];
}

/** Sums over all orders of a sale; the currencies in the order of their codes. */
export async function findRevenue(database: Database, saleId: string): Promise<Revenue> {
  const orders = await sql<Revenue["orders"][number]>`
    select state, count(*) as count from orders.orders
    where sale_id = ${saleId} group by state order by state`.execute(database.kysely);
  const currencies = await sql<Revenue["currencies"][number]>`
    select p.currency, count(*) as orders,
      sum(p.amount_minor)::bigint as "capturedMinor",
      sum(p.refunded_minor)::bigint as "refundedMinor"
    from orders.orders o join orders.payments p on p.order_id = o.id
    where o.sale_id = ${saleId} and p.state in ('captured', 'refunded')
    group by p.currency order by p.currency`.execute(database.kysely);
  return { orders: orders.rows, currencies: currencies.rows };
}
