import { html } from "hono/html";
import { formatDuration, formatNumber } from "../../../platform/pages/formats.ts";
import type { Markup } from "../../../platform/pages/layout.ts";
import type { PageView } from "../../../platform/pages/page-view.ts";
import { textsIn } from "../../../platform/pages/texts.ts";
import type { OwnSale } from "../queries/find-own-sale.ts";
import type { ShownVariant } from "../queries/find-shown-sale.ts";
import { detailsLink } from "./details-link.ts";
import { pricesOf } from "./prices.ts";
import { variantName } from "./variant-list.ts";
import { waitingTexts } from "./waiting-texts.ts";

/** A claim's form as it was sent and refused. */
export interface ClaimFormState {
  /** What was chosen, by variant. */
  readonly quantities: Readonly<Record<string, string>>;
  /** Variants whose number cannot be; empty where nothing was chosen at all. */
  readonly wrong: readonly string[];
}

/** The field of a variant's number. */
export const QUANTITY_FIELD = "quantity-";

/** What may be claimed, each variant with its number; ready to be sent where there is one only. */
export function claimForm(view: PageView, own: OwnSale, sent: ClaimFormState | undefined): Markup {
  const t = textsIn(waitingTexts, view.locale);
  const { sale, now } = own;
  const hold = formatDuration(sale.holdSeconds, view.locale);
  const nothingChosen = sent !== undefined && sent.wrong.length === 0;
  return html`<p class="lead">${t.turnText(hold)}</p>
    ${now?.soldOut === true ? html`<p class="notice">${t.turnNoStock}</p>` : ""}
    <form class="card call" method="post" action="/sales/${sale.id}/claim">
      ${
        nothingChosen
          ? html`<p id="choose-problem" class="field-problem" role="alert">${t.chooseProblem}</p>`
          : ""
      }
      ${sale.variants.map((variant) => variantField(view, own, variant, sent))}
      <p class="actions"><button>${t.claimButton}</button></p>
    </form>
    ${detailsLink(view, sale.id)}`;
}

function variantField(
  view: PageView,
  { sale, now }: OwnSale,
  variant: ShownVariant,
  sent: ClaimFormState | undefined,
): Markup {
  const t = textsIn(waitingTexts, view.locale);
  const id = `${QUANTITY_FIELD}${variant.id}`;
  const isOnly = sale.variants.length === 1;
  const free = now?.variants.find((row) => row.variantId === variant.id)?.free;
  const chosen = sent?.quantities[variant.id] ?? (isOnly ? "1" : "0");
  const isWrong =
    sent !== undefined && (sent.wrong.includes(variant.id) || sent.wrong.length === 0);
  const most = formatNumber(variant.claimLimit, view.locale);
  const facts = html`<span class="stack">
    <strong>${variantName(variant, view.locale)}</strong>
    <span class="soft">${pricesOf(variant.prices, view.locale)}</span>
    ${
      free === undefined
        ? ""
        : html`<span class="soft">${t.unitsLeftNow(formatNumber(free, view.locale))}</span>`
    }
  </span>`;
  if (isOnly && variant.claimLimit === 1 && !isWrong) {
    return html`<p>${facts}</p>
      <input type="hidden" name="${id}" value="1" />`;
  }
  const numbers = Array.from({ length: variant.claimLimit + (isOnly ? 0 : 1) }, (_, index) =>
    String(isOnly ? index + 1 : index),
  );
  return html`<div class="field">
    <label for="${id}">${facts} <span class="only-read">${t.quantity}</span></label>
    <select
      id="${id}"
      name="${id}"
      ${isWrong ? html`aria-invalid="true"` : ""}
      ${isWrong ? html`aria-describedby="${sent.wrong.length === 0 ? "choose" : id}-problem"` : ""}
    >
      ${numbers.map(
        (value) =>
          html`<option value="${value}" ${value === chosen ? html`selected` : ""}>
            ${value === "0" ? t.none : formatNumber(Number(value), view.locale)}
          </option>`,
      )}
    </select>
    ${
      sent?.wrong.includes(variant.id) === true
        ? html`<p id="${id}-problem" class="field-problem" role="alert">
            ${t.quantityProblem(most)}
          </p>`
        : ""
    }
  </div>`;
}
