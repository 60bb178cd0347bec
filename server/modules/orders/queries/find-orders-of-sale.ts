import { isUuid } from "../../../platform/ids.ts";
import type { OrdersContext } from "../orders-context.ts";
import type { OrderState } from "../rules/order-states.ts";
import type { Order } from "./find-order.ts";
import { listOrdersOfSale } from "./list-orders.ts";

/** An order with who made it. */
export interface FoundOrder extends Order {
  /** Null once the account was erased. */
  readonly fan: { readonly name: string; readonly email: string } | null;
}

/** A sale's orders, or those that somebody of the staff looks for, in the order of their claims. */
export async function findOrdersOfSale(
  context: OrdersContext,
  saleId: string,
  asked: {
    readonly cursor?: string | undefined;
    readonly state?: OrderState | undefined;
    readonly search?: string | undefined;
    readonly limit: number;
  },
): Promise<{ items: FoundOrder[]; nextCursor: string | null }> {
  const { database } = context.platform;
  const { cursor: after, state, search, limit } = asked;
  const page = { after, state, limit: limit + 1 };
  const found =
    search === undefined
      ? await listOrdersOfSale(database, saleId, page)
      : await searched(context, saleId, search, page);
  const items = await withFans(context, found.slice(0, limit));
  return { items, nextCursor: found.length > limit ? (items.at(-1)?.id ?? null) : null };
}

async function searched(
  { platform, accounts }: OrdersContext,
  saleId: string,
  search: string,
  page: Parameters<typeof listOrdersOfSale>[2],
): Promise<Order[]> {
  const list = (among: { orderId: string } | { fanIds: readonly string[] }) =>
    listOrdersOfSale(platform.database, saleId, { ...page, among });
  if (isUuid(search)) {
    const byId = await list({ orderId: search });
    return byId.length > 0 ? byId : list({ fanIds: [search] });
  }
  return list({ fanIds: [...(await accounts.findFansByText(search)).keys()] });
}

export async function withFans(
  { accounts }: Pick<OrdersContext, "accounts">,
  orders: readonly Order[],
): Promise<FoundOrder[]> {
  const fans = await accounts.findFans(orders.flatMap(({ fanId }) => fanId ?? []));
  return orders.map((order) => {
    const fan = fans.get(order.fanId ?? "");
    return { ...order, fan: fan === undefined ? null : { name: fan.name, email: fan.email } };
  });
}
