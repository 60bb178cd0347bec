import type { Variant, VariantId } from "../rules/products.ts";
import { selectVariants, variantOf, type CatalogueSchema } from "../store.ts";

/** The variants with these ids, archived or not, in their order; unknown ids are left out. */
export async function findVariants(
  catalogue: CatalogueSchema,
  ids: readonly VariantId[],
): Promise<Variant[]> {
  if (ids.length === 0) return [];
  const rows = await selectVariants(catalogue)
    .innerJoin("products", "products.id", "variants.product_id")
    .select(["products.names as product_names", "products.archived_at as product_archived_at"])
    .where("variants.id", "in", ids)
    .execute();
  const byId = new Map(
    rows.map((row) => {
      const product = { names: row.product_names, archived_at: row.product_archived_at };
      return [row.id, variantOf(row, product)];
    }),
  );
  return [...new Set(ids)].flatMap((id) => byId.get(id) ?? []);
}
