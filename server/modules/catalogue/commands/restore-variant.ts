import { fail, type Result } from "../../../platform/failure.ts";
import type { Actor } from "../../accounts/index.ts";
import { catalogueFailures } from "../failures.ts";
import { findVariant } from "../queries/find-variant.ts";
import type { Variant, VariantId } from "../rules/products.ts";
import { catalogueIn, decideInTransaction, lockVariant, nextVersion } from "../store.ts";
import type { CatalogueDeps } from "../store.ts";
import { recordChange } from "./record-change.ts";

/** Brings an archived variant back. Doing it again changes nothing. */
export function restoreVariant(
  deps: CatalogueDeps,
  id: VariantId,
  actor: Actor,
): Promise<Result<Variant>> {
  return decideInTransaction(deps, async (tx) => {
    const catalogue = catalogueIn(tx);
    const current = await lockVariant(catalogue, id);
    if (current === undefined) {
      return fail(catalogueFailures.variant_not_found, `No variant has the id ${id}.`);
    }
    if (current.variant.archived_at === null) return findVariant(catalogue, id);
    const now = new Date(deps.platform.clock.wallMs());
    await catalogue
      .updateTable("variants")
      .set({ archived_at: null, changed_at: now, version: nextVersion })
      .where("id", "=", id)
      .execute();
    const payload = { productId: current.product.id, sku: current.variant.sku };
    await recordChange(deps, tx, actor, { event: "VariantRestored", id, payload });
    return findVariant(catalogue, id);
  });
}
