import { randomBytes } from "node:crypto";
import { inTransaction } from "../../../platform/database/database.ts";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import { salesFailures } from "../failures.ts";
import { drawSecretHash } from "../rules/draw.ts";
import type { SalesContext } from "../sales-context.ts";
import { lockSale, salesIn, type Sale } from "../store.ts";
import { audit, lockFor, moveSale, type Actor } from "./change-state.ts";
import { findOfferFailure, offerOf } from "./create-sale.ts";
import { inputOf } from "./change-sale.ts";

/**
 * Opens registration. From now on the terms stand: kind, stock, closing time, beacon and round; of
 * a draw without a beacon the hash of its secret is public from here on.
 * Failures: sale_not_found, wrong_sale_state, sale_terms_invalid, variant_not_for_sale.
 */
export async function publishSale(
  context: SalesContext,
  actor: Actor,
  saleId: string,
): Promise<Result<Sale>> {
  const published = await inTransaction(context.platform.database, async (tx) => {
    const locked = await lockFor(tx, saleId, "publish");
    if (!locked.ok) return locked;
    const sale = locked.value;
    const problem = await findOfferFailure(context, offerOf(inputOf(sale)));
    if (problem !== undefined) return { ok: false as const, failure: problem };
    const closesAt = sale.registration_closes_at?.getTime() ?? Number.POSITIVE_INFINITY;
    if (closesAt <= context.platform.clock.wallMs()) {
      // It would close before anybody could join, and a beacon's round might be known already.
      const message = "The time at which registration closes has passed.";
      return fail(salesFailures.sale_terms_invalid, `registrationClosesAt: ${message}`, {
        extra: { problems: [{ field: "registrationClosesAt", message }] },
      });
    }
    if (sale.kind === "draw" && sale.beacon_chain === null) {
      const secret = randomBytes(32);
      await salesIn(tx)
        .updateTable("sales")
        .set({ draw_secret: secret, draw_secret_hash: Buffer.from(drawSecretHash(secret)) })
        .where("id", "=", saleId)
        .execute();
    }
    await audit(context, tx, actor, "sale.published", saleId);
    await moveSale(context, tx, sale, "publish", "SalePublished");
    return ok((await lockSale(tx, saleId)) ?? sale);
  });
  // An open sale has no draw to wait for: its lane takes early passes, bars and stock from now on.
  if (published.ok && published.value.kind === "open") await context.lanes.ensure(saleId);
  return published;
}
