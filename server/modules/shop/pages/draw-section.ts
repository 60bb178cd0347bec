import { html } from "hono/html";
import { formatNumber, joinSentences } from "../../../platform/pages/formats.ts";
import type { Markup } from "../../../platform/pages/layout.ts";
import type { PageView } from "../../../platform/pages/page-view.ts";
import { timeTag } from "../../../platform/pages/parts.ts";
import { textsIn } from "../../../platform/pages/texts.ts";
import type { ShownSale } from "../queries/find-shown-sale.ts";
import { saleTexts } from "./sale-texts.ts";

/** The draw in plain words, with what it cannot show; nothing in a sale without one. */
export function drawSection(view: PageView, { id, draw }: ShownSale): Markup | "" {
  if (draw === null) return "";
  const t = textsIn(saleTexts, view.locale);
  const { beacon } = draw;
  const round = beacon === null ? "" : formatNumber(beacon.round, view.locale);
  return html`<section aria-labelledby="draw">
    <h2 id="draw">${beacon === null ? t.drawTitleBeaconless : t.drawTitle}</h2>
    <p>${t.drawList}</p>
    ${
      beacon === null
        ? html`<p>${t.drawSecret}</p>
            <p class="notice"><strong>${t.drawSecretWarning}</strong></p>`
        : html`<p>${t.drawBeacon(round)}</p>`
    }
    <p>${joinSentences([t.drawVerify, t.drawLimit], view.locale)}</p>
    <dl class="rows">
      ${
        beacon?.at === null || beacon === null
          ? ""
          : html`<div>
              <dt>${t.drawAt}</dt>
              <dd>${timeTag(beacon.at, view.locale)}</dd>
            </div>`
      }
      ${fingerprint(t.secretFingerprint, draw.secretHash)} ${fingerprint(t.fingerprint, draw.root)}
    </dl>
    <p><a href="${view.link(`/sales/${id}/report#verify`)}">${t.howToVerify}</a></p>
  </section>`;
}

function fingerprint(label: string, hex: string | null): Markup | "" {
  if (hex === null) return "";
  return html`<div>
    <dt>${label}</dt>
    <dd class="code">${hex}</dd>
  </div>`;
}
