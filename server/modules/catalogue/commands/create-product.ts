import type { Result } from "../../../platform/failure.ts";
import { newId } from "../../../platform/ids.ts";
import type { Actor } from "../../accounts/index.ts";
import { findProduct } from "../queries/find-product.ts";
import type { NewProduct, Product } from "../rules/products.ts";
import { catalogueIn, decideInTransaction, type CatalogueDeps } from "../store.ts";
import { insertVariant } from "./add-variant.ts";
import { recordChange } from "./record-change.ts";

/** Creates a product with its first variants; if one of them cannot be, nothing is created. */
export function createProduct(
  deps: CatalogueDeps,
  product: NewProduct,
  actor: Actor,
): Promise<Result<Product>> {
  return decideInTransaction(deps, async (tx) => {
    const now = new Date(deps.platform.clock.wallMs());
    const id = newId<"product">();
    const names = JSON.stringify(product.names);
    const descriptions = JSON.stringify(product.descriptions ?? {});
    await catalogueIn(tx)
      .insertInto("products")
      .values({ id, names, descriptions, created_at: now, changed_at: now })
      .execute();
    const payload = { names: product.names };
    await recordChange(deps, tx, actor, { event: "ProductCreated", id, payload });
    // Ids keep the order that was given; rows are locked in the order of their SKUs, so that two
    // transactions with the same SKUs cannot each wait for the other.
    const variants = product.variants
      .map((variant) => ({ id: newId<"variant">(), variant }))
      .sort((a, b) => (a.variant.sku < b.variant.sku ? -1 : 1));
    for (const { id: variantId, variant } of variants) {
      const inserted = await insertVariant(
        deps,
        tx,
        { id: variantId, productId: id, variant },
        actor,
      );
      if (!inserted.ok) return inserted;
    }
    return findProduct(catalogueIn(tx), id);
  });
}
