import { sql } from "kysely";
import type { Database } from "../../../platform/database/database.ts";
import type { OrderState } from "../rules/order-states.ts";
import { type Order, SELECT_ORDERS } from "./find-order.ts";

/** A fan's orders, newest first; `before` is the last id of the page before. */
export async function listOrdersOfFan(
  database: Database,
  fanId: string,
  page: { readonly before?: string | undefined; readonly limit: number },
): Promise<Order[]> {
  const { before = "ffffffff-ffff-ffff-ffff-ffffffffffff", limit } = page;
  const { rows } = await sql<Order>`${SELECT_ORDERS}
    where o.fan_id = ${fanId} and o.id < ${before} order by o.id desc limit ${limit}`.execute(
    database.kysely,
  );
  return rows;
}

/** A sale's orders in the order of their ids, which is that of their claims in time. */
export async function listOrdersOfSale(
  database: Database,
  saleId: string,
  page: {
    readonly after?: string | undefined;
    readonly state?: OrderState | undefined;
    /** Only this order, or those of these fans. */
    readonly among?: { readonly orderId: string } | { readonly fanIds: readonly string[] };
    readonly limit: number;
  },
): Promise<Order[]> {
  const { after = "00000000-0000-0000-0000-000000000000", state, among, limit } = page;
  const wanted =
    among === undefined
      ? sql`true`
      : "orderId" in among
        ? sql`o.id = ${among.orderId}`
        : sql`o.fan_id = any(${among.fanIds}::uuid[])`;
  const { rows } = await sql<Order>`${SELECT_ORDERS}
    where o.sale_id = ${saleId} and o.id > ${after} and ${wanted}
      and (${state ?? null}::text is null or o.state = ${state ?? null})
    order by o.id limit ${limit}`.execute(database.kysely);
  return rows;
}
