import { html } from "hono/html";
import { nameIn } from "../../../platform/pages/formats.ts";
import type { Markup } from "../../../platform/pages/layout.ts";
import type { PageView } from "../../../platform/pages/page-view.ts";
import { textsIn } from "../../../platform/pages/texts.ts";
import type { Product } from "../../catalogue/index.ts";
import { coverOf } from "./pictures.ts";
import { lowestPrices, pricesOf } from "./prices.ts";
import { productTexts } from "./product-texts.ts";

/** All products, each with its first picture and what it costs. */
export function productCards(view: PageView, products: readonly Product[]): Markup {
  const t = textsIn(productTexts, view.locale);
  if (products.length === 0) return html`<p class="card soft">${t.noProducts}</p>`;
  return html`<ul class="plain shelf">
    ${products.map(
      (product) =>
        html`<li>
          <a href="${view.link(`/products/${product.id}`)}">
            ${coverOf(product, view.locale)}
            <strong>${nameIn(product.names, view.locale)}</strong>
          </a>
          ${priceLine(view, product)}
        </li>`,
    )}
  </ul>`;
}

function priceLine(view: PageView, { variants }: Product): Markup | "" {
  const t = textsIn(productTexts, view.locale);
  const { prices, areLowest } = lowestPrices(variants);
  if (Object.keys(prices).length === 0) return "";
  const wrap = areLowest ? t.from : (text: string) => text;
  // Words stand before or behind the price, as the language has it.
  const [before = "", after = ""] = wrap("\0").split("\0");
  return html`<p class="soft">${before}${pricesOf(prices, view.locale)}${after}</p>`;
}
