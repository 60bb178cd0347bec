import { fail, type Result } from "../../../platform/failure.ts";
import type { Actor } from "../../accounts/index.ts";
import { catalogueFailures } from "../failures.ts";
import { findProduct } from "../queries/find-product.ts";
import type { Product, ProductId } from "../rules/products.ts";
import { catalogueIn, decideInTransaction, lockProduct, nextVersion } from "../store.ts";
import type { CatalogueDeps } from "../store.ts";
import { recordChange } from "./record-change.ts";

/** Brings an archived product back. Doing it again changes nothing. */
export function restoreProduct(
  deps: CatalogueDeps,
  id: ProductId,
  actor: Actor,
): Promise<Result<Product>> {
  return decideInTransaction(deps, async (tx) => {
    const catalogue = catalogueIn(tx);
    const current = await lockProduct(catalogue, id);
    if (current === undefined) {
      return fail(catalogueFailures.product_not_found, `No product has the id ${id}.`);
    }
    if (current.archived_at === null) return findProduct(catalogue, id);
    const now = new Date(deps.platform.clock.wallMs());
    await catalogue
      .updateTable("products")
      .set({ archived_at: null, changed_at: now, version: nextVersion })
      .where("id", "=", id)
      .execute();
    await recordChange(deps, tx, actor, { event: "ProductRestored", id, payload: {} });
    return findProduct(catalogue, id);
  });
}
