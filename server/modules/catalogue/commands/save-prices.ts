import type { Price } from "../rules/prices.ts";
import type { VariantId } from "../rules/products.ts";
import type { CatalogueSchema } from "../store.ts";

/** Replaces all prices of a variant. */
export async function savePrices(
  catalogue: CatalogueSchema,
  variantId: VariantId,
  prices: readonly Price[],
): Promise<void> {
  await catalogue.deleteFrom("prices").where("variant_id", "=", variantId).execute();
  const rows = prices.map(({ currency, amountMinor }) => ({
    variant_id: variantId,
    currency,
    amount_minor: amountMinor,
  }));
  await catalogue.insertInto("prices").values(rows).execute();
}
