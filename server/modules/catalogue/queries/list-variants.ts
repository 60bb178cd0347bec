import { fail, ok, type Result } from "../../../platform/failure.ts";
import { catalogueFailures } from "../failures.ts";
import type { ProductId, Variant, VariantId } from "../rules/products.ts";
import { selectVariants, variantOf, type CatalogueSchema } from "../store.ts";
import type { Page, PageRequest } from "./list-products.ts";

/** The variants of a product in the order in which they were added. */
export async function listVariants(
  catalogue: CatalogueSchema,
  productId: ProductId,
  { state, limit, after }: PageRequest<VariantId>,
): Promise<Result<Page<Variant>>> {
  const product = await catalogue
    .selectFrom("products")
    .select(["names", "archived_at"])
    .where("id", "=", productId)
    .executeTakeFirst();
  if (product === undefined) {
    return fail(catalogueFailures.product_not_found, `No product has the id ${productId}.`);
  }
  const rows = await selectVariants(catalogue)
    .where("product_id", "=", productId)
    .$if(state === "active", (query) => query.where("archived_at", "is", null))
    .$if(state === "archived", (query) => query.where("archived_at", "is not", null))
    .$if(after !== undefined, (query) => query.where("id", ">", after as VariantId))
    .orderBy("id")
    .limit(limit + 1)
    .execute();
  return ok({
    items: rows.slice(0, limit).map((row) => variantOf(row, product)),
    hasMore: rows.length > limit,
  });
}
