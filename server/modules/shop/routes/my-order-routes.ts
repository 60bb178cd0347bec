import { createRoute, z } from "@hono/zod-openapi";
import { isUuid } from "../../../platform/ids.ts";
import { problemResponses } from "../../../platform/http/problem.ts";
import { formFailures, jsonAnswer } from "../../../platform/http/route-parts.ts";
import type { Router } from "../../../platform/http/router.ts";
import { accountFailures } from "../../accounts/index.ts";
import { orderStates } from "../../orders/index.ts";
import { listShownOrders } from "../queries/find-shown-order.ts";
import { findSaleForFan } from "./fan-requests.ts";
import type { ShopContext } from "./shop-context.ts";

const names = z.record(z.string(), z.string());

const pageSchema = z
  .object({
    items: z.array(
      z
        .object({
          id: z.uuid(),
          saleId: z.uuid(),
          saleNames: names,
          state: z.enum(orderStates),
          lines: z.array(z.object({ quantity: z.int(), productNames: names, variantNames: names })),
          currency: z.string().nullable(),
          amountMinor: z.int().nullable(),
          claimedAt: z.iso.datetime(),
          expiresAt: z.iso.datetime().nullable(),
        })
        .openapi("ShownOrder"),
    ),
    nextCursor: z.string().nullable(),
  })
  .openapi("ShownOrders");

/** The cursor is the last order's id of the page before. */
const pageQuery = z.strictObject({ cursor: z.string().refine(isUuid, "is no cursor").optional() });

/** `/api/v1/me/orders`: orders as a page shows them, with the names of what was bought. */
export function addMyOrderRoutes(router: Router, context: ShopContext): void {
  const list = createRoute({
    tags: ["Orders"],
    method: "get",
    path: "/orders",
    summary: "The fan's orders with the names of what is in them, the newest first",
    middleware: context.accounts.requireFan(),
    request: { query: pageQuery },
    responses: {
      200: jsonAnswer("One page", pageSchema),
      ...problemResponses(...formFailures, accountFailures.not_signed_in),
    },
  });
  router.openapi(list, async (c) => {
    const findSale = (saleId: string) => findSaleForFan(context, saleId);
    const before = c.req.valid("query").cursor;
    const found = await listShownOrders(context, findSale, c.var.fan.fanId, { before });
    const items = found.orders.map(({ order, sale }) => ({
      id: order.id,
      saleId: order.saleId,
      saleNames: { ...sale?.names },
      state: order.state,
      lines: order.lines.map(({ variantId, quantity }) => {
        const variant = sale?.variants.find(({ id }) => id === variantId);
        const productNames = { ...variant?.productNames };
        return { quantity, productNames, variantNames: { ...variant?.names } };
      }),
      currency: order.payment?.currency ?? null,
      amountMinor: order.payment?.amountMinor ?? null,
      claimedAt: order.claimedAt.toISOString(),
      expiresAt: order.expiresAt?.toISOString() ?? null,
    }));
    return c.json({ items, nextCursor: found.next ?? null }, 200);
  });
}
