import type { FanId } from "../../accounts/index.ts";
import type { Order, OrderState, Orders } from "../../orders/index.ts";
import type { ClaimOfFan, ClaimState, Sales } from "../../sales/index.ts";
import { isPayable, type ShownOrder } from "../pages/order-page.ts";
import type { ShownSale } from "./find-shown-sale.ts";

interface OrderDoors {
  readonly orders: Pick<Orders, "findOrder" | "findCheckout" | "listOrders" | "provider">;
  readonly sales: Pick<Sales, "findClaimOfFan">;
  readonly platform: { readonly clock: { wallMs(): number } };
}

type FindSale = (saleId: string) => Promise<ShownSale | undefined>;

const ORDERS_ON_A_PAGE = 20;

/** A fan's orders, newest first, and where the next page begins. */
export async function listShownOrders(
  { orders, platform }: OrderDoors,
  findSale: FindSale,
  fanId: FanId,
  page: { readonly before: string | undefined },
): Promise<{ readonly orders: readonly ShownOrder[]; readonly next: string | undefined }> {
  const found = await orders.listOrders(fanId, { ...page, limit: ORDERS_ON_A_PAGE + 1 });
  const shown: ShownOrder[] = [];
  const isTest = orders.provider?.isTest === true;
  for (const order of found.slice(0, ORDERS_ON_A_PAGE)) {
    const sale = await findSale(order.saleId);
    const nowMs = platform.clock.wallMs();
    shown.push({ order, sale, checkout: undefined, nowMs, isTest });
  }
  const next = found.length > ORDERS_ON_A_PAGE ? shown.at(-1)?.order.id : undefined;
  return { orders: shown, next };
}

/**
 * A fan's order with what is needed to pay for it. It is made from the sale's log a moment after
 * its claim, so until then it is told by the claim, which the lane knows at once.
 */
export async function findShownOrder(
  { orders, sales, platform }: OrderDoors,
  findSale: FindSale,
  fanId: FanId,
  { id, saleId }: { readonly id: string; readonly saleId: string },
): Promise<ShownOrder | undefined> {
  const nowMs = platform.clock.wallMs();
  let order = id === "" ? undefined : await orders.findOrder(id, fanId);
  if (order === undefined && saleId !== "") {
    const claim = await sales.findClaimOfFan(saleId, fanId);
    if (claim.ok && claim.value?.id === id) order = orderOfClaim(claim.value, fanId, nowMs);
  }
  if (order === undefined) return undefined;
  const checkout = isPayable(order) ? await orders.findCheckout(order.saleId, fanId) : undefined;
  return {
    order,
    sale: await findSale(order.saleId),
    checkout: checkout?.ok === true ? checkout.value : undefined,
    nowMs,
    isTest: orders.provider?.isTest === true,
  };
}

const STATES: Readonly<Record<ClaimState, OrderState | undefined>> = {
  waiting: undefined,
  held: "awaiting_payment",
  paying: "paying",
  paid: "paying",
  released: "cancelled",
  expired: "expired",
  returned: "returned",
};

function orderOfClaim(claim: ClaimOfFan, fanId: FanId, nowMs: number): Order | undefined {
  const state = STATES[claim.state];
  if (state === undefined) return undefined;
  const { id, saleId, place, lines, expiresAt } = claim;
  const claimedAt = new Date(nowMs);
  return {
    id,
    saleId,
    place,
    fanId,
    state,
    lines,
    expiresAt,
    claimedAt,
    paidAt: null,
    payment: null,
  };
}
