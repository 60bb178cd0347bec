import { html } from "hono/html";
import { nameIn } from "../../../platform/pages/formats.ts";
import type { PageContent } from "../../../platform/pages/layout.ts";
import type { PageView } from "../../../platform/pages/page-view.ts";
import { problemBox } from "../../../platform/pages/parts.ts";
import { textsIn } from "../../../platform/pages/texts.ts";
import type { ShownSale } from "../queries/find-shown-sale.ts";
import { problemText } from "./problem-texts.ts";
import { waitingTexts } from "./waiting-texts.ts";

/** A link is on its way, because the browser did not compute. */
export function linkMailedPage(view: PageView, sale: ShownSale): PageContent {
  const t = textsIn(waitingTexts, view.locale);
  return {
    title: t.mailedTitle,
    main: html`<p class="eyebrow">${nameIn(sale.names, view.locale)}</p>
      <h1>${t.mailedTitle}</h1>
      <p class="lead">${t.mailedText}</p>
      <p><a href="${view.link(`/sales/${sale.id}/waiting`)}">${t.backToSale}</a></p>`,
  };
}

/** Opening a mailed link changes nothing, because programs open links too; its button registers. */
export function linkPage(
  view: PageView,
  sale: ShownSale,
  token: string,
  outcome: { readonly problem?: string | undefined; readonly isDone?: boolean },
): PageContent {
  const t = textsIn(waitingTexts, view.locale);
  const title = outcome.isDone === true ? t.registeredTitle : t.linkTitle;
  const form = html`<p class="lead">${t.linkText}</p>
    <form method="post" action="/sales/${sale.id}/registration-links/${token}">
      <p class="actions"><button>${t.registerButton}</button></p>
    </form>`;
  return {
    title,
    main: html`<p class="eyebrow">${nameIn(sale.names, view.locale)}</p>
      <h1>${title}</h1>
      ${outcome.problem === undefined ? "" : problemBox(problemText(outcome.problem, view.locale))}
      ${outcome.problem === undefined && outcome.isDone !== true ? form : ""}
      <p class="actions">
        <a class="button quiet" href="${view.link(`/sales/${sale.id}/waiting`)}">${t.backToSale}</a>
      </p>`,
  };
}
