import { createRoute, z } from "@hono/zod-openapi";
import { problemResponses } from "../../../platform/http/problem.ts";
import { formFailures, jsonAnswer } from "../../../platform/http/route-parts.ts";
import type { Router } from "../../../platform/http/router.ts";
import { pageLimit } from "../../../platform/http/whole-numbers.ts";
import { accountFailures } from "../../accounts/index.ts";
import type { VariantId } from "../../catalogue/index.ts";
import { listCodesOfFan } from "../queries/list-codes-of-fan.ts";
import { listSalesOfFan } from "../queries/list-sales-of-fan.ts";
import type { SalesContext } from "../sales-context.ts";
import { ownCodesSchema, ownRegistrationsSchema } from "./own-schema.ts";
import { presentFriendCode } from "./present-code.ts";

/** The cursor is the last sale's id of the page before. */
const pageQuery = z.strictObject({ cursor: z.uuid().optional(), limit: pageLimit() });

/** What a fan has in all sales together, told from the tables wherever the lanes run. */
export function addOwnRoutes(router: Router, context: SalesContext): void {
  const fansOnly = context.accounts.requireFan();
  const registrations = createRoute({
    tags: ["The line"],
    method: "get",
    path: "/registrations",
    summary: "The fan's registrations, places and claims, the newest sale first",
    description: "`placesAhead` is null before the draw, and where another server runs the line.",
    middleware: fansOnly,
    request: { query: pageQuery },
    responses: {
      200: jsonAnswer("One page", ownRegistrationsSchema),
      ...problemResponses(...formFailures, accountFailures.not_signed_in),
    },
  });
  const codes = createRoute({
    tags: ["Friend codes"],
    method: "get",
    path: "/friend-codes",
    summary: "The friend codes that were given to the fan, in all sales",
    middleware: fansOnly,
    responses: {
      200: jsonAnswer("The codes, without their text", ownCodesSchema),
      ...problemResponses(accountFailures.not_signed_in),
    },
  });
  router.openapi(registrations, async (c) => {
    const page = await listSalesOfFan(context, c.var.fan.fanId, c.req.valid("query"));
    const items = page.items.map((item) => {
      const { names, claim, registeredAt, registrationClosesAt, opensAt, ...rest } = item;
      return {
        ...rest,
        saleNames: { ...names },
        registeredAt: registeredAt.toISOString(),
        registrationClosesAt: registrationClosesAt?.toISOString() ?? null,
        opensAt: opensAt?.toISOString() ?? null,
        claim:
          claim === null ? null : { ...claim, expiresAt: claim.expiresAt?.toISOString() ?? null },
      };
    });
    const serverTime = new Date(context.platform.clock.wallMs()).toISOString();
    return c.json({ items, nextCursor: page.nextCursor, serverTime }, 200);
  });
  router.openapi(codes, async (c) => {
    const found = await listCodesOfFan(context, c.var.fan.fanId);
    const ids = [...new Set(found.map(({ variantId }) => variantId))];
    // A sale's variants are ids of the catalogue, which it was checked against.
    const variants = await context.catalogue.findVariants(ids as VariantId[]);
    const byId = new Map<string, (typeof variants)[number]>(variants.map((row) => [row.id, row]));
    const items = found.map((code) => {
      const variant = byId.get(code.variantId);
      return {
        ...presentFriendCode({ ...code }),
        saleId: code.saleId,
        saleNames: { ...code.saleNames },
        productNames: { ...variant?.productNames },
        variantNames: { ...variant?.names },
      };
    });
    return c.json({ items }, 200);
  });
}
