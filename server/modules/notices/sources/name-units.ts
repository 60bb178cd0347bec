import type { Locale } from "../../../platform/locales.ts";
import { speechIn } from "../texts/speech.ts";
import type { NoticesContext } from "./source.ts";

interface Line {
  readonly variantId: string;
  readonly quantity: number;
}

/** Units in words, such as `2 × Siskin One, black`. */
export type UnitsOf = (lines: readonly Line[], locale: Locale) => string;

/** Learns the names of all that these lines hold, with one look at the catalogue. */
export async function nameUnits(
  { catalogue }: Pick<NoticesContext, "catalogue">,
  lines: readonly Line[],
): Promise<UnitsOf> {
  type VariantId = Parameters<typeof catalogue.findVariants>[0][number];
  const ids = new Set(lines.map(({ variantId }) => variantId));
  // The ids are those of sales, which took them from the catalogue.
  const variants = await catalogue.findVariants([...ids] as VariantId[]);
  const byId = new Map<string, (typeof variants)[number]>(
    variants.map((variant) => [variant.id, variant]),
  );
  return (named, locale) => {
    const speech = speechIn(locale);
    return named
      .map(({ variantId, quantity }) => {
        const variant = byId.get(variantId);
        const names = variant === undefined ? [] : [variant.productNames, variant.names];
        const words = new Set(names.map((name) => speech.name(name)));
        return `${speech.number(quantity)} × ${[...words].join(locale === "en" ? ", " : " ")}`;
      })
      .join(locale === "en" ? "; " : "、");
  };
}
