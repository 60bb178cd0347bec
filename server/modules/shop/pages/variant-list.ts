import { html } from "hono/html";
import type { Locale } from "../../../platform/locales.ts";
import { formatNumber, nameIn } from "../../../platform/pages/formats.ts";
import type { Markup } from "../../../platform/pages/layout.ts";
import { textsIn } from "../../../platform/pages/texts.ts";
import type { PageView } from "../../../platform/pages/page-view.ts";
import type { Product } from "../../catalogue/index.ts";
import type { NowDocument } from "../../sales/index.ts";
import type { ShownSale, ShownVariant } from "../queries/find-shown-sale.ts";
import { coverOf } from "./pictures.ts";
import { productTexts } from "./product-texts.ts";
import { pricesOf } from "./prices.ts";
import { saleTexts } from "./sale-texts.ts";

const SMALL_PICTURE_BYTES = 100_000;

interface SoldContent {
  readonly sale: ShownSale;
  readonly now: NowDocument | undefined;
  readonly products: readonly Product[];
}

/** What is sold: names, prices, stock and how many one person may claim. */
export function variantList(view: PageView, { sale, now, products }: SoldContent): Markup {
  const { locale } = view;
  const t = textsIn(saleTexts, locale);
  const free = new Map(now?.variants.map((row) => [row.variantId, row]));
  const isLive = now?.state === "selling" || now?.state === "paused";
  return html`<section aria-labelledby="sold">
    <h2 id="sold">${t.whatIsSold}</h2>
    <ul class="plain card">
      ${sale.variants.map((variant) => {
        const stock = free.get(variant.id)?.stock ?? variant.stock;
        const left = free.get(variant.id)?.free ?? stock;
        const units = isLive
          ? t.leftOf(formatNumber(left, locale), formatNumber(stock, locale))
          : t.units(formatNumber(stock, locale));
        return html`<li class="item">
          <div>
            <strong>${variantName(variant, locale)}</strong>
            <div class="soft">${units} · ${limitOf(variant, locale)}</div>
          </div>
          <p class="price">${pricesOf(variant.prices, locale)}</p>
        </li>`;
      })}
    </ul>
    ${products.map((product) => aboutLink(view, product))}
  </section>`;
}

/** Leads to the product's page; a crowd that waits for a sale loads small pictures only. */
function aboutLink(view: PageView, product: Product): Markup {
  const name = nameIn(product.names, view.locale);
  const [first] = product.pictures;
  const isSmall = first !== undefined && first.sizeBytes <= SMALL_PICTURE_BYTES;
  return html`<p>
    <a class="about" href="${view.link(`/products/${product.id}`)}">
      ${isSmall ? coverOf(product, view.locale) : ""}
      <span>${textsIn(productTexts, view.locale).about(name)}</span>
    </a>
  </p>`;
}

/** Product and variant; a product of one variant may call both the same. */
export function variantName(
  { productNames, names }: Pick<ShownVariant, "productNames" | "names">,
  locale: Locale,
): string {
  const product = nameIn(productNames, locale);
  const variant = nameIn(names, locale);
  if (product === variant || product === "") return variant;
  return locale === "en" ? `${product}, ${variant}` : `${product} ${variant}`;
}

function limitOf({ claimLimit }: ShownVariant, locale: Locale): string {
  const t = textsIn(saleTexts, locale);
  return claimLimit === 1 ? t.onePerClaim : t.perClaim(formatNumber(claimLimit, locale));
}
