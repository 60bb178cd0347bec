import { html, raw } from "hono/html";
import type { InlineScript } from "../../../platform/pages/browser-script.ts";
import { formatNumber, nameIn } from "../../../platform/pages/formats.ts";
import type { Markup, PageContent } from "../../../platform/pages/layout.ts";
import { plainTextOf, renderMarkdown } from "../../../platform/pages/markdown.ts";
import type { PageView } from "../../../platform/pages/page-view.ts";
import { noticeBox, timeTag } from "../../../platform/pages/parts.ts";
import { textsIn } from "../../../platform/pages/texts.ts";
import { picturePath, type Product } from "../../catalogue/index.ts";
import { pictureTag } from "./pictures.ts";
import { lowestPrices, pricesOf } from "./prices.ts";
import { productTexts } from "./product-texts.ts";
import { nextDate, type SaleMoment, saleGroupOf, stateLabel } from "./sale-state.ts";

export interface ShownProduct {
  readonly product: Product;
  /** Published sales of it. */
  readonly sales: readonly SaleMoment[];
  /** Where this server is, for those who show the page elsewhere. */
  readonly origin: string;
}

/** Sales that are over are shown so far back. */
const PAST_SALES_MOST = 5;

/** What a product is, costs, and when it is sold; the same for everybody. */
export function productPage(
  view: PageView,
  shown: ShownProduct,
  script: InlineScript,
): PageContent {
  const { product, sales } = shown;
  const t = textsIn(productTexts, view.locale);
  const name = nameIn(product.names, view.locale);
  const description = textOf(product, view);
  const summary = description === undefined ? name : plainTextOf(description.text, 160);
  return {
    title: name,
    description: summary,
    head: shareTags(view, shown, name, summary),
    script,
    main: html`<h1>${name}</h1>
      ${product.archivedAt === null ? "" : noticeBox(t.archived)} ${gallery(view, product, name)}
      ${
        description === undefined
          ? ""
          : html`<div lang="${description.language}">${raw(renderMarkdown(description.text))}</div>`
      }
      ${variants(view, product)} ${salesOf(view, product, sales)}`,
  };
}

/** The description in the reader's language, else in English, else in any. */
function textOf({ descriptions }: Product, { locale }: PageView) {
  const language = [locale, "en", ...Object.keys(descriptions)].find((tag) => descriptions[tag]);
  const text = descriptions[language ?? ""];
  return language === undefined || text === undefined ? undefined : { language, text };
}

function gallery({ locale }: PageView, { pictures }: Product, name: string): Markup | "" {
  const t = textsIn(productTexts, locale);
  if (pictures.length === 0) return "";
  return html`<section aria-label="${t.pictures}" class="gallery">
    ${pictures.map((picture, index) => {
      const number = formatNumber(index + 1, locale);
      const alt = nameIn(picture.texts, locale) || t.pictureOf(name, number);
      return pictureTag(picture, { alt, isFirst: index === 0 });
    })}
  </section>`;
}

function variants(view: PageView, product: Product): Markup | "" {
  if (product.variants.length === 0) return "";
  const { locale } = view;
  return html`<section aria-labelledby="variants">
    <h2 id="variants">${textsIn(productTexts, locale).variants}</h2>
    <ul class="plain card">
      ${product.variants.map(
        ({ names, prices }) =>
          html`<li class="item">
            <strong>${nameIn(names, locale)}</strong>
            <p class="price">${pricesOf(lowestPrices([{ prices }]).prices, locale)}</p>
          </li>`,
      )}
    </ul>
  </section>`;
}

function salesOf(view: PageView, { archivedAt }: Product, sales: readonly SaleMoment[]): Markup {
  const t = textsIn(productTexts, view.locale);
  const groups = Map.groupBy(sales, ({ state }) => saleGroupOf(state));
  const shown = [
    ...(groups.get("now") ?? []),
    ...(groups.get("coming") ?? []),
    ...(groups.get("over") ?? []).slice(0, PAST_SALES_MOST),
  ];
  if (shown.length === 0 && archivedAt !== null) return html``;
  return html`<section aria-labelledby="sales">
    <h2 id="sales">${t.sales}</h2>
    ${
      shown.length === 0
        ? html`<p class="card soft">${t.noSale}</p>`
        : html`<ul class="plain card">
            ${shown.map((moment) => saleItem(view, moment))}
          </ul>`
    }
  </section>`;
}

function saleItem(view: PageView, moment: SaleMoment): Markup {
  const date = nextDate(moment, view.locale);
  return html`<li class="item">
    <a href="${view.link(`/sales/${moment.sale.id}`)}">
      <strong>${nameIn(moment.sale.names, view.locale)}</strong>
    </a>
    <p class="soft">
      ${stateLabel(moment, view.locale)}${
        date === undefined ? "" : html` · ${date.label} ${timeTag(date.at, view.locale)}`
      }
    </p>
  </li>`;
}

/** What other sites show of a link to this page (https://ogp.me). */
function shareTags(
  view: PageView,
  { product, origin }: ShownProduct,
  name: string,
  summary: string,
): Markup {
  const address = `${origin}/products/${product.id}`;
  const [first] = product.pictures;
  const alt = first === undefined ? "" : nameIn(first.texts, view.locale) || name;
  const rows: readonly (readonly [string, string | number])[] = [
    ["og:type", "product"],
    ["og:site_name", view.brandName],
    ["og:title", name],
    ["og:description", summary],
    ["og:url", address],
    ...(first === undefined
      ? []
      : ([
          ["og:image", `${origin}${picturePath(first.digest)}`],
          ["og:image:type", first.mediaType],
          ["og:image:width", first.width],
          ["og:image:height", first.height],
          ["og:image:alt", alt],
        ] as const)),
  ];
  return html`<link rel="canonical" href="${address}" />
    ${rows.map(([property, content]) => html`<meta property="${property}" content="${content}" />`)}`;
}
