import type { ArchivalState, Product, ProductId } from "../rules/products.ts";
import {
  productOf,
  selectProducts,
  selectVariants,
  type CatalogueSchema,
  type VariantRow,
} from "../store.ts";

export interface PageRequest<Key extends string> {
  readonly state: ArchivalState;
  readonly limit: number;
  /** The last id of the page before. */
  readonly after?: Key | undefined;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Whether there is more after the last of these. */
  readonly hasMore: boolean;
}

/** The products with these ids, archived or not, in no order; unknown ids are left out. */
export async function findProducts(
  catalogue: CatalogueSchema,
  ids: readonly ProductId[],
): Promise<Product[]> {
  if (ids.length === 0) return [];
  const rows = await selectProducts(catalogue).where("products.id", "in", ids).execute();
  const variants = await variantsOf(catalogue, ids);
  return rows.map((row) => productOf(row, variants.get(row.id) ?? []));
}

/** Products in the order in which they were created, each with its variants. */
export async function listProducts(
  catalogue: CatalogueSchema,
  { state, limit, after }: PageRequest<ProductId>,
): Promise<Page<Product>> {
  const rows = await selectProducts(catalogue)
    .$if(state === "active", (query) => query.where("archived_at", "is", null))
    .$if(state === "archived", (query) => query.where("archived_at", "is not", null))
    .$if(after !== undefined, (query) => query.where("id", ">", after as ProductId))
    .orderBy("id")
    .limit(limit + 1)
    .execute();
  const page = rows.slice(0, limit);
  const variants = await variantsOf(
    catalogue,
    page.map(({ id }) => id),
  );
  return {
    items: page.map((row) => productOf(row, variants.get(row.id) ?? [])),
    hasMore: rows.length > limit,
  };
}

async function variantsOf(
  catalogue: CatalogueSchema,
  products: readonly ProductId[],
): Promise<Map<ProductId, VariantRow[]>> {
  if (products.length === 0) return new Map();
  const rows = await selectVariants(catalogue)
    .where("product_id", "in", products)
    .where("archived_at", "is", null)
    .orderBy("id")
    .execute();
  return Map.groupBy(rows, (row) => row.product_id);
}
