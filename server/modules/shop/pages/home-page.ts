import { html } from "hono/html";
import { formatNumber, nameIn } from "../../../platform/pages/formats.ts";
import type { InlineScript } from "../../../platform/pages/browser-script.ts";
import type { Markup, PageContent } from "../../../platform/pages/layout.ts";
import type { PageView } from "../../../platform/pages/page-view.ts";
import { timeTag } from "../../../platform/pages/parts.ts";
import { textsIn } from "../../../platform/pages/texts.ts";
import { pricesOf } from "./prices.ts";
import { nextDate, type SaleMoment, stateLabel } from "./sale-state.ts";
import { saleTexts } from "./sale-texts.ts";
import { variantName } from "./variant-list.ts";

/** What is on sale, what is coming, and what was. */
export function homePage(
  view: PageView,
  sales: readonly SaleMoment[],
  script: InlineScript,
): PageContent {
  const t = textsIn(saleTexts, view.locale);
  const groups = Map.groupBy(sales, ({ state }) => groupOf(state));
  return {
    title: t.homeTitle,
    description: t.homeLead,
    script,
    main: html`<h1>${t.homeTitle}</h1>
      <p class="lead">${t.homeLead}</p>
      ${
        sales.length === 0
          ? html`<div class="card">
              <h2>${t.nothing}</h2>
              <p>${t.nothingText}</p>
            </div>`
          : ""
      }
      ${group(view, t.onSaleNow, groups.get("now") ?? [])}
      ${group(view, t.coming, groups.get("coming") ?? [])}
      ${group(view, t.over, groups.get("over") ?? [])}`,
  };
}

function groupOf(state: SaleMoment["state"]): "now" | "coming" | "over" {
  if (state === "selling" || state === "paused") return "now";
  return state === "ended" || state === "cancelled" ? "over" : "coming";
}

function group(view: PageView, title: string, sales: readonly SaleMoment[]): Markup | "" {
  if (sales.length === 0) return "";
  return html`<section>
    <h2>${title}</h2>
    ${sales.map((moment) => saleCard(view, moment))}
  </section>`;
}

function saleCard(view: PageView, moment: SaleMoment): Markup {
  const t = textsIn(saleTexts, view.locale);
  const { sale } = moment;
  const date = nextDate(moment, view.locale);
  const stock = sale.variants.reduce((sum, variant) => sum + variant.stock, 0);
  return html`<article class="card">
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
  </article>`;
}
