import { fail, ok, type Result } from "../../../platform/failure.ts";
import { catalogueFailures } from "../failures.ts";
import type { Product, ProductId } from "../rules/products.ts";
import { productOf, selectProducts, selectVariants, type CatalogueSchema } from "../store.ts";

/** One product with its variants; an archived one is found, too, so that links stay good. */
export async function findProduct(
  catalogue: CatalogueSchema,
  id: ProductId,
): Promise<Result<Product>> {
  const row = await selectProducts(catalogue).where("products.id", "=", id).executeTakeFirst();
  if (row === undefined) {
    return fail(catalogueFailures.product_not_found, `No product has the id ${id}.`);
  }
  const variants = await selectVariants(catalogue)
    .where("product_id", "=", id)
    .where("archived_at", "is", null)
    .orderBy("id")
    .execute();
  return ok(productOf(row, variants));
}
