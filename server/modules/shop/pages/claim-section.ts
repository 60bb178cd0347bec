import { html } from "hono/html";
import { formatNumber } from "../../../platform/pages/formats.ts";
import type { Markup } from "../../../platform/pages/layout.ts";
import type { PageView } from "../../../platform/pages/page-view.ts";
import { countdownTag, timeTag } from "../../../platform/pages/parts.ts";
import { textsIn } from "../../../platform/pages/texts.ts";
import type { OwnSale } from "../queries/find-own-sale.ts";
import { pricesOf, totalOf } from "./prices.ts";
import { variantName } from "./variant-list.ts";
import { waitingTexts } from "./waiting-texts.ts";

/** What was claimed, how long it is held, and what to do next. */
export function claimSection(view: PageView, { sale, standing, stage }: OwnSale): Markup {
  const t = textsIn(waitingTexts, view.locale);
  const { claim } = standing;
  if (claim === undefined) return html``;
  const order = view.link(`/orders/${claim.id}?sale=${sale.id}`);
  const { expiresAt } = claim;
  const hold =
    expiresAt === null || stage === "paid"
      ? ""
      : html`<p>
            ${stage === "paying" ? t.payingText : t.heldText}<br />
            <strong>${timeTag(expiresAt, view.locale)}</strong>
          </p>
          ${countdownTag(expiresAt, view.locale)}`;
  const label = stage === "paid" ? t.toOrder : t.payButton;
  return html`<div class="card ${stage === "held" ? "call" : ""}">
      ${stage === "paid" ? html`<p>${t.paidText}</p>` : ""} ${hold}
      <ul class="plain">
        ${claim.lines.map(({ variantId, quantity }) => {
          const variant = sale.variants.find((row) => row.id === variantId);
          return html`<li class="item">
            <span>
              ${formatNumber(quantity, view.locale)} ×
              ${variant === undefined ? variantId : variantName(variant, view.locale)}
            </span>
            <span class="price">
              ${
                // What was paid, in which currency, stands in the order.
                stage === "paid"
                  ? ""
                  : pricesOf(totalOf([{ variantId, quantity }], sale.variants), view.locale)
              }
            </span>
          </li>`;
        })}
      </ul>
      ${
        stage === "waiting"
          ? ""
          : html`<p class="actions"><a class="button" href="${order}">${label}</a></p>`
      }
    </div>
    <p>
      <a href="/api/v1/sales/${sale.id}/claims/mine" download="claim-${claim.id}.json"
        >${t.claimReceipt}</a
      >
    </p>`;
}
