import { fail, type Result } from "../../../platform/failure.ts";
import type { Actor } from "../../accounts/index.ts";
import { catalogueFailures as failures } from "../failures.ts";
import { findProduct } from "../queries/find-product.ts";
import { isOrderOf, type PictureId } from "../rules/pictures.ts";
import type { Product, ProductId } from "../rules/products.ts";
import { catalogueIn, decideInTransaction, lockProduct, type CatalogueDeps } from "../store.ts";
import { recordChange } from "./record-change.ts";

/** Brings the pictures of a product into another order; who asks must know all of them. */
export function orderPictures(
  deps: CatalogueDeps,
  productId: ProductId,
  pictures: readonly PictureId[],
  actor: Actor,
): Promise<Result<Product>> {
  return decideInTransaction(deps, async (tx) => {
    const catalogue = catalogueIn(tx);
    const product = await lockProduct(catalogue, productId);
    if (product === undefined) {
      return fail(failures.product_not_found, `No product has the id ${productId}.`);
    }
    if (product.archived_at !== null) {
      return fail(failures.product_archived, "Restore it before you order its pictures.");
    }
    const present = await catalogue
      .selectFrom("pictures")
      .select("id")
      .where("product_id", "=", productId)
      .execute();
    const ids = present.map(({ id }) => id);
    if (!isOrderOf(pictures, ids)) {
      const detail = "Name each of the product's pictures once.";
      return fail(failures.pictures_changed, detail, { extra: { pictures: ids } });
    }
    for (const [position, id] of pictures.entries()) {
      await catalogue.updateTable("pictures").set({ position }).where("id", "=", id).execute();
    }
    const payload = { pictures: [...pictures] };
    await recordChange(deps, tx, actor, { event: "ProductChanged", id: productId, payload });
    return findProduct(catalogue, productId);
  });
}
