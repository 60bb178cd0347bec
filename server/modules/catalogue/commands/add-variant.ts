import type { Tx } from "../../../platform/database/database.ts";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import { newId } from "../../../platform/ids.ts";
import type { Actor } from "../../accounts/index.ts";
import { catalogueFailures } from "../failures.ts";
import { findVariant } from "../queries/find-variant.ts";
import {
  VARIANTS_PER_PRODUCT_MAX,
  type NewVariant,
  type ProductId,
  type Variant,
  type VariantId,
} from "../rules/products.ts";
import { catalogueIn, decideInTransaction, lockProduct, type CatalogueDeps } from "../store.ts";
import { recordChange } from "./record-change.ts";
import { savePrices } from "./save-prices.ts";

/** Adds a variant to a product that is not archived. */
export function addVariant(
  deps: CatalogueDeps,
  productId: ProductId,
  variant: NewVariant,
  actor: Actor,
): Promise<Result<Variant>> {
  return decideInTransaction(deps, async (tx) => {
    const product = await lockProduct(catalogueIn(tx), productId);
    if (product === undefined) {
      return fail(catalogueFailures.product_not_found, `No product has the id ${productId}.`);
    }
    if (product.archived_at !== null) {
      return fail(catalogueFailures.product_archived, "Restore it before you add a variant.");
    }
    const id = newId<"variant">();
    const inserted = await insertVariant(deps, tx, { id, productId, variant }, actor);
    if (!inserted.ok) return inserted;
    return findVariant(catalogueIn(tx), id);
  });
}

interface Insertion {
  readonly id: VariantId;
  readonly productId: ProductId;
  readonly variant: NewVariant;
}

/** Inserts a variant of a product that this transaction has locked or made. */
export async function insertVariant(
  deps: CatalogueDeps,
  tx: Tx,
  { id, productId, variant }: Insertion,
  actor: Actor,
): Promise<Result<void>> {
  const catalogue = catalogueIn(tx);
  const { count } = await catalogue
    .selectFrom("variants")
    .select((row) => row.fn.countAll<number>().as("count"))
    .where("product_id", "=", productId)
    .executeTakeFirstOrThrow();
  if (count >= VARIANTS_PER_PRODUCT_MAX) {
    const detail = `A product has at most ${VARIANTS_PER_PRODUCT_MAX} variants.`;
    return fail(catalogueFailures.too_many_variants, detail);
  }
  const now = new Date(deps.platform.clock.wallMs());
  // Of two that come at once with the same SKU, the second waits here for the first one's commit.
  const inserted = await catalogue
    .insertInto("variants")
    .values({
      id,
      product_id: productId,
      sku: variant.sku,
      names: JSON.stringify(variant.names),
      created_at: now,
      changed_at: now,
    })
    .onConflict((conflict) => conflict.column("sku").doNothing())
    .returning("id")
    .executeTakeFirst();
  if (inserted === undefined) {
    const detail = `The SKU ${variant.sku} belongs to another variant.`;
    return fail(catalogueFailures.sku_taken, detail, { extra: { sku: variant.sku } });
  }
  await savePrices(catalogue, id, variant.prices);
  const payload = { productId, sku: variant.sku };
  await recordChange(deps, tx, actor, { event: "VariantCreated", id, payload });
  return ok(undefined);
}
