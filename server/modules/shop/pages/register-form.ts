import { html } from "hono/html";
import { formatNumber } from "../../../platform/pages/formats.ts";
import type { Markup } from "../../../platform/pages/layout.ts";
import type { PageView } from "../../../platform/pages/page-view.ts";
import { timeTag } from "../../../platform/pages/parts.ts";
import { textsIn } from "../../../platform/pages/texts.ts";
import type { ShownSale } from "../queries/find-shown-sale.ts";
import { depositLink } from "./deposit-page.ts";
import { money } from "./prices.ts";
import { waitingTexts } from "./waiting-texts.ts";

/**
 * The button that registers, with the conditions of the sale. Where the sale asks for work, the
 * script solves its challenge before the form is sent; without one a link is mailed.
 */
export function registerForm(
  view: PageView,
  sale: ShownSale,
  text: string,
  button: string,
  missing?: readonly Clause[],
): Markup {
  const t = textsIn(waitingTexts, view.locale);
  const challenge = html`data-challenge="/api/v1/sales/${sale.id}/registration-challenge"
  data-working="${t.working}" data-failed="${t.workFailed}"`;
  return html`<p class="lead">${text}</p>
    ${
      sale.eligibility === null
        ? ""
        : conditions(view, t.eligibleTitle, t.eligibleAny, missing ?? sale.eligibility.anyOf)
    }
    ${depositLink(view, sale)}
    <form
      method="post"
      action="/sales/${sale.id}/registrations"
      ${sale.asksForWork ? challenge : ""}
    >
      <p class="actions"><button>${button}</button></p>
    </form>
    ${sale.asksForWork ? html`<p class="soft">${t.registerWork}</p>` : ""}
    <p class="soft">${t.registerHonest}</p>`;
}

/** One of the conditions of a sale, and when time alone will fulfil it, where that is known. */
export type Clause = NonNullable<ShownSale["eligibility"]>["anyOf"][number] & {
  readonly fulfilledAt?: string;
};

/** What a sale asks for, as a list under a heading; one of it is enough. */
export function conditions(
  view: PageView,
  title: string,
  anyOfThese: string,
  anyOf: readonly Clause[],
): Markup {
  const t = textsIn(waitingTexts, view.locale);
  const clauses = anyOf.map((clause) => {
    if ("accountAgeDays" in clause) {
      const age = t.eligibleAge(formatNumber(clause.accountAgeDays, view.locale));
      const { fulfilledAt } = clause;
      if (fulfilledAt === undefined) return age;
      return html`${age}
        <span class="soft"
          >${t.eligibleFrom}${view.locale === "en" ? " " : "："}${timeTag(new Date(fulfilledAt), view.locale)}</span
        >`;
    }
    if ("deposit" in clause) {
      const { amountMinor, currency } = clause.deposit;
      return t.eligibleDeposit(money(amountMinor, currency, view.locale));
    }
    return t.eligiblePurchase;
  });
  return html`<div class="card">
    <h2>${title}</h2>
    ${clauses.length > 1 ? html`<p>${anyOfThese}</p>` : ""}
    <ul>
      ${clauses.map((clause) => html`<li>${clause}</li>`)}
    </ul>
  </div>`;
}
