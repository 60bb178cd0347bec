import { html } from "hono/html";
import { gapIn } from "../../../platform/pages/formats.ts";
import type { Markup } from "../../../platform/pages/layout.ts";
import type { PageView } from "../../../platform/pages/page-view.ts";
import { textsIn } from "../../../platform/pages/texts.ts";
import { waitingTexts } from "./waiting-texts.ts";

/** The way to the delivery details, for who has time to fill them in. */
export function detailsLink(view: PageView, saleId: string): Markup {
  const t = textsIn(waitingTexts, view.locale);
  const href = view.link(`/sales/${saleId}/details`);
  return html`<p>
    ${t.detailsAsk}${gapIn(view.locale)}<a class="nowrap" href="${href}">${t.detailsLink}</a>
  </p>`;
}
