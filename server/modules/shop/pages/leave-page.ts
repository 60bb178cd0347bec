import { html } from "hono/html";
import { nameIn } from "../../../platform/pages/formats.ts";
import type { PageContent } from "../../../platform/pages/layout.ts";
import type { PageView } from "../../../platform/pages/page-view.ts";
import { textsIn } from "../../../platform/pages/texts.ts";
import type { ShownSale } from "../queries/find-shown-sale.ts";
import { waitingTexts } from "./waiting-texts.ts";

/** Asks once more before a place is given up, which nothing brings back. */
export function leavePage(view: PageView, sale: ShownSale): PageContent {
  const t = textsIn(waitingTexts, view.locale);
  return {
    title: t.leaveTitle,
    main: html`<p class="eyebrow">${nameIn(sale.names, view.locale)}</p>
      <h1>${t.leaveTitle}</h1>
      <p class="lead">${t.leaveText}</p>
      <form class="actions" method="post" action="/sales/${sale.id}/leave">
        <a class="button" href="${view.link(`/sales/${sale.id}/waiting`)}">${t.stay}</a>
        <button class="danger">${t.leaveButton}</button>
      </form>`,
  };
}
