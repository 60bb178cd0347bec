import { html } from "hono/html";
import type { InlineScript } from "../../../platform/pages/browser-script.ts";
import { nameIn } from "../../../platform/pages/formats.ts";
import type { Markup, PageContent } from "../../../platform/pages/layout.ts";
import type { PageView } from "../../../platform/pages/page-view.ts";
import { noticeBox, problemBox } from "../../../platform/pages/parts.ts";
import { textsIn } from "../../../platform/pages/texts.ts";
import { type Deposit, testBanner } from "../../orders/index.ts";
import type { OwnSale } from "../queries/find-own-sale.ts";
import type { ShownSale } from "../queries/find-shown-sale.ts";
import { choice } from "./checkout-form.ts";
import { depositTexts } from "./deposit-texts.ts";
import { orderTexts } from "./order-texts.ts";
import { TEST_METHODS } from "./payment-form.ts";
import { money } from "./prices.ts";
import { problemText } from "./problem-texts.ts";
import { refreshNote } from "./refresh-note.ts";

/** A fan's deposit for a sale, with what its page shows besides. */
export interface ShownDeposit {
  readonly own: OwnSale;
  readonly asked: DepositAsked;
  /** The live one, else the last. */
  readonly deposit: Deposit | undefined;
  /** Undefined where no payments are taken. */
  readonly provider: { readonly isTest: boolean } | undefined;
}

export interface DepositAsked {
  readonly amountMinor: number;
  readonly currency: string;
}

/** The deposit that the sale asks for, if it does. */
export function depositAskedBy({ eligibility }: ShownSale): DepositAsked | undefined {
  for (const clause of eligibility?.anyOf ?? []) if ("deposit" in clause) return clause.deposit;
  return undefined;
}

/** Leaves a screen reader time for the few lines of the page. */
const REFRESH_SECONDS = 10;

export function depositPage(
  view: PageView,
  shown: ShownDeposit,
  problem: string | undefined,
  script: InlineScript,
): PageContent {
  const t = textsIn(depositTexts, view.locale);
  const { own, deposit, provider } = shown;
  const { sale } = own;
  const name = nameIn(sale.names, view.locale);
  const path = view.link(`/sales/${sale.id}/deposit`);
  const isUnderWay = deposit !== undefined && isBeingPaid(deposit);
  const isStanding = isUnderWay || deposit?.state === "captured";
  return {
    title: `${t.title} · ${name}`,
    script,
    refresh: isUnderWay && !view.isStill ? { seconds: REFRESH_SECONDS, path } : undefined,
    main: html`<p class="eyebrow"><a href="${view.link(`/sales/${sale.id}`)}">${name}</a></p>
      <h1>${t.title}</h1>
      ${provider?.isTest === true ? testBanner(view.locale) : ""}
      ${problem === undefined ? "" : problemBox(depositProblem(view, problem))}
      ${deposit === undefined ? "" : standing(view, own, deposit)}
      ${isStanding ? "" : depositForm(view, shown)} ${whenItComesBack(view)}
      ${deposit !== undefined && isStanding ? wayBack(view, own, deposit) : ""}
      <p><a href="${view.link(`/sales/${sale.id}/waiting`)}">${t.toSale}</a></p>
      ${isUnderWay ? refreshNote(view, path, REFRESH_SECONDS) : ""}`,
  };
}

/** The link to the page, for a sale that asks for a deposit. */
export function depositLink(view: PageView, sale: ShownSale): Markup | "" {
  if (depositAskedBy(sale) === undefined) return "";
  const t = textsIn(depositTexts, view.locale);
  const href = view.link(`/sales/${sale.id}/deposit`);
  return html`<p>${t.ask} <a href="${href}">${t.askLink}</a></p>`;
}

function isBeingPaid({ state }: Deposit): boolean {
  return state === "created" || state === "pending" || state === "authorised";
}

function depositProblem(view: PageView, code: string): string {
  const t = textsIn(depositTexts, view.locale);
  switch (code) {
    case "deposit_under_way":
    case "deposit_not_found":
    case "too_many_deposits":
      return t[code];
    case "deposit_bound":
      return t.bound;
    default:
      return problemText(code, view.locale);
  }
}

function depositForm(view: PageView, { own, asked, provider }: ShownDeposit): Markup {
  const t = textsIn(depositTexts, view.locale);
  if (own.state === "ended" || own.state === "cancelled") return html`<p>${t.saleOver}</p>`;
  const amount = money(asked.amountMinor, asked.currency, view.locale);
  const lead = html`<p class="lead">${t.lead(amount)}</p>`;
  if (provider === undefined) {
    return html`${lead}
      <p class="notice">${t.paymentsOff}</p>`;
  }
  const words = textsIn(orderTexts, view.locale);
  return html`${lead}
    <form class="card" method="post" action="/sales/${own.sale.id}/deposit">
      <fieldset class="field">
        <legend>${words.methodTitle}</legend>
        ${TEST_METHODS.map((method, index) =>
          choice("radio", "method", method, words[method], index === 0),
        )}
      </fieldset>
      <p class="actions"><button>${words.payNow(amount)}</button></p>
    </form>`;
}

/** How the deposit stands. */
function standing(view: PageView, { sale, standing: { number } }: OwnSale, deposit: Deposit) {
  const t = textsIn(depositTexts, view.locale);
  const amount = money(deposit.amountMinor, deposit.currency, view.locale);
  switch (deposit.state) {
    case "created":
    case "pending":
    case "authorised":
      return html`<p class="lead">${t.underWay}</p>
        ${
          deposit.redirectUrl === null
            ? ""
            : html`<p><a class="button" href="${deposit.redirectUrl}">${t.goOn}</a></p>`
        }`;
    case "captured":
      return html`${noticeBox(t.paid(amount))}
      ${
        number === undefined
          ? html`<p class="actions">
              <a class="button" href="${view.link(`/sales/${sale.id}/waiting`)}">${t.register}</a>
            </p>`
          : ""
      }`;
    case "voiding":
    case "voided":
      return noticeBox(t.setFree);
    case "refunding":
      return noticeBox(t.goesBack(amount));
    case "refunded":
      return noticeBox(t.isBack(amount));
    case "declined":
    case "capture_failed":
      return problemBox(t.failed);
  }
}

function whenItComesBack(view: PageView): Markup {
  const t = textsIn(depositTexts, view.locale);
  const times = [t.whenTakenBack, t.whenLeft, t.whenRefused, t.whenPaid, t.whenOver];
  return html`<section aria-labelledby="when">
    <h2 id="when">${t.whenTitle}</h2>
    <ul>
      ${times.map((time) => html`<li>${time}</li>`)}
    </ul>
    <p class="soft">${t.whenHow}</p>
  </section>`;
}

/** The button that gives the deposit back, with what follows from that. */
function wayBack(view: PageView, own: OwnSale, deposit: Deposit): Markup {
  const t = textsIn(depositTexts, view.locale);
  const {
    sale,
    state,
    standing: { number },
  } = own;
  const isRegistered = number !== undefined;
  const isListOpen = sale.kind === "draw" && state === "registering";
  if (deposit.state === "captured" && isRegistered && !isListOpen) {
    return html`<p class="notice">${t.bound}</p>`;
  }
  const isPaid = deposit.state === "captured";
  return html`<section aria-labelledby="take-back">
    <h2 id="take-back">${t.takeBackTitle}</h2>
    <p>${isRegistered ? t.takeBackRegistered : t.takeBackFree}</p>
    <form class="actions" method="post" action="/sales/${sale.id}/deposit/return">
      <button class="quiet">${isPaid ? t.takeBackButton : t.cancelButton}</button>
    </form>
  </section>`;
}
