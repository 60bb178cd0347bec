import { html } from "hono/html";
import { formatNumber, nameIn } from "../../../platform/pages/formats.ts";
import type { InlineScript } from "../../../platform/pages/browser-script.ts";
import type { Markup, PageContent } from "../../../platform/pages/layout.ts";
import type { PageView } from "../../../platform/pages/page-view.ts";
import { timeTag } from "../../../platform/pages/parts.ts";
import { textsIn } from "../../../platform/pages/texts.ts";
import type { Product } from "../../catalogue/index.ts";
import { coverOf } from "./pictures.ts";
import { pricesOf } from "./prices.ts";
import { productCards } from "./product-cards.ts";
import { productTexts } from "./product-texts.ts";
import { nextDate, saleGroupOf, type SaleMoment, stateLabel } from "./sale-state.ts";
import { saleTexts } from "./sale-texts.ts";
import { variantName } from "./variant-list.ts";

/** What the first page is about. */
export interface HomeContent {
  readonly sales: readonly SaleMoment[];
  readonly products: readonly Product[];
}

/** What is on sale, what is coming, what was made with fans, all products, and what was. */
export function homePage(
  view: PageView,
  { sales, products }: HomeContent,
  script: InlineScript,
): PageContent {
  const t = textsIn(saleTexts, view.locale);
  const words = textsIn(productTexts, view.locale);
  const groups = Map.groupBy(sales, ({ state }) => saleGroupOf(state));
  const covers = new Map(products.map((product) => [product.id as string, product]));
  const shown = (name: "now" | "coming" | "over", title: string) =>
    group(view, title, groups.get(name) ?? [], covers);
  return {
    title: t.homeTitle,
    description: t.homeLead,
    script,
    main: html`<h1>${t.homeTitle}</h1>
      <p class="lead">${t.homeLead}</p>
      ${
        groups.has("now") || groups.has("coming")
          ? ""
          : html`<div class="card">
              <h2>${t.nothing}</h2>
              <p>${t.nothingText}</p>
            </div>`
      }
      ${shown("now", t.onSaleNow)} ${shown("coming", t.coming)}
      <section aria-labelledby="made">
        <h2 id="made">${words.madeWithFans}</h2>
        <p class="card soft">${words.nothingMade}</p>
      </section>
      <section aria-labelledby="products">
        <h2 id="products">${words.allProducts}</h2>
        ${productCards(view, products)}
      </section>
      ${shown("over", t.over)}`,
  };
}

type Covers = ReadonlyMap<string, Product>;

function group(
  view: PageView,
  title: string,
  sales: readonly SaleMoment[],
  covers: Covers,
): Markup | "" {
  if (sales.length === 0) return "";
  return html`<section>
    <h2>${title}</h2>
    ${sales.map((moment) => saleCard(view, moment, covers))}
  </section>`;
}

function saleCard(view: PageView, moment: SaleMoment, covers: Covers): Markup {
  const t = textsIn(saleTexts, view.locale);
  const { sale } = moment;
  const date = nextDate(moment, view.locale);
  const stock = sale.variants.reduce((sum, variant) => sum + variant.stock, 0);
  const [product] = sale.variants.flatMap(({ productId }) => covers.get(productId ?? "") ?? []);
  return html`<article class="card beside">
    ${product === undefined || product.pictures.length === 0 ? "" : coverOf(product, view.locale)}
    <div>
      <p class="eyebrow">${stateLabel(moment, view.locale)}</p>
      <h3>
        <a href="${view.link(`/sales/${sale.id}`)}">${nameIn(sale.names, view.locale)}</a>
      </h3>
      <ul class="plain">
        ${sale.variants.slice(0, 3).map(
          (variant) =>
            html`<li class="stack">
              <span>${variantName(variant, view.locale)}</span>
              <span class="soft">${pricesOf(variant.prices, view.locale)}</span>
            </li>`,
        )}
      </ul>
      <p class="soft">
        ${t.units(formatNumber(stock, view.locale))}${
          date === undefined ? "" : html` · ${date.label} ${timeTag(date.at, view.locale)}`
        }
      </p>
    </div>
  </article>`;
}
