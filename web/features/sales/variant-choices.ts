import type { Schemas } from "../../api/client.ts";
import { formatMoney } from "../../ui/formats.ts";
import { nameIn } from "../../ui/names.ts";

/** A variant as a field offers it. */
export interface VariantChoice {
  readonly id: string;
  /** `Siskin One · 16 GB, graphite (SISKIN-1)`. */
  readonly label: string;
  readonly isArchived: boolean;
  readonly currencies: readonly string[];
  /** All its prices: `$322.00 · CN¥1,999.00`. */
  readonly prices: string;
}

export function variantChoices(products: readonly Schemas["Product"][]): readonly VariantChoice[] {
  return products.flatMap((product) =>
    product.variants.map((variant) => ({
      id: variant.id,
      label: `${nameIn(product.names)} · ${nameIn(variant.names)} (${variant.sku})`,
      isArchived: product.archivedAt !== null || variant.archivedAt !== null,
      currencies: variant.prices.map(({ currency }) => currency),
      prices: variant.prices
        .map(({ amountMinor, currency }) => formatMoney(amountMinor, currency))
        .join(" · "),
    })),
  );
}
