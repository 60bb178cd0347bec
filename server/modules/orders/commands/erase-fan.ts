import type { Tx } from "../../../platform/database/database.ts";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import type { FanId, PersonalData } from "../../accounts/index.ts";
import { orderFailures } from "../failures.ts";
import type { OrdersContext } from "../orders-context.ts";
import { listOrdersOfFan } from "../queries/list-orders.ts";
import { unfinishedStates } from "../rules/payment-states.ts";
import { presentOrder } from "../schema.ts";
import { ordersIn, ordersOf } from "../store.ts";

/** Few fans have more orders; an export reads them page by page. */
const PAGE = 100;

/** What this module holds of fans, for the account's export and deletion. */
export function personalDataOf(context: Pick<OrdersContext, "platform">): PersonalData {
  return {
    name: "orders",
    exportFor: (fanId) => exportOrders(context, fanId),
    mayErase: (fanId) => mayErase(context, fanId),
    erase: eraseFan,
  };
}

async function exportOrders(
  { platform }: Pick<OrdersContext, "platform">,
  fanId: FanId,
): Promise<unknown> {
  const { database } = platform;
  const orders = [];
  let before: string | undefined;
  for (;;) {
    const page = await listOrdersOfFan(database, fanId, { before, limit: PAGE });
    orders.push(...page.map(presentOrder));
    before = page.at(-1)?.id;
    if (page.length < PAGE) break;
  }
  const checkouts = await ordersOf(database)
    .selectFrom("checkouts")
    .select(["sale_id as saleId", "delivery", "currency", "terms_version as termsVersion"])
    .select(["marketing_consent as marketingConsent", "changed_at as changedAt"])
    .where("fan_id", "=", fanId)
    .execute();
  return orders.length + checkouts.length === 0 ? null : { orders, checkouts };
}

/** Not while money or units are on their way: nobody could be told how it ended. */
async function mayErase(
  { platform }: Pick<OrdersContext, "platform">,
  fanId: FanId,
): Promise<Result<void>> {
  const tables = ordersOf(platform.database);
  const open = await tables
    .selectFrom("orders as o")
    .leftJoin("payments as p", (join) =>
      join.onRef("p.order_id", "=", "o.id").on("p.state", "in", unfinishedStates),
    )
    .leftJoin("refunds as r", (join) =>
      join.onRef("r.order_id", "=", "o.id").on("r.state", "=", "requested"),
    )
    .select("o.id")
    .where("o.fan_id", "=", fanId)
    .where((row) =>
      row.or([
        row("o.state", "in", ["awaiting_payment", "paying"]),
        row("p.id", "is not", null),
        row("r.id", "is not", null),
      ]),
    )
    .executeTakeFirst();
  if (open === undefined) return ok(undefined);
  const detail = "Units are held or a payment is under way. Ask again when that is over.";
  return fail(orderFailures.payment_in_progress, detail, { extra: { orderId: open.id } });
}

/**
 * The link to the fan goes; what was paid for stays as the law asks, with its address until
 * `ORDER_RETENTION_DAYS` have passed. Nothing else keeps an address.
 */
async function eraseFan(tx: Tx, fanId: FanId): Promise<void> {
  const tables = ordersIn(tx);
  await tables.deleteFrom("checkouts").where("fan_id", "=", fanId).execute();
  await tables
    .updateTable("payments")
    .set({ delivery: null })
    .where("order_id", "in", tables.selectFrom("orders").select("id").where("fan_id", "=", fanId))
    .where("state", "not in", ["captured", "refunded"])
    .execute();
  await tables
    .updateTable("payments")
    .set({ fan_id: null, instrument_hash: null })
    .where("order_id", "in", tables.selectFrom("orders").select("id").where("fan_id", "=", fanId))
    .execute();
  await tables.updateTable("orders").set({ fan_id: null }).where("fan_id", "=", fanId).execute();
}
