import { html } from "hono/html";
import type { SentForm } from "../../../platform/pages/forms.ts";
import type { Markup } from "../../../platform/pages/layout.ts";
import type { PageView } from "../../../platform/pages/page-view.ts";
import { textsIn } from "../../../platform/pages/texts.ts";
import type { Checkout, CheckoutDetails } from "../../orders/index.ts";
import {
  addressFields,
  type AddressValues,
  fieldProblem,
  type FieldProblems,
  invalid,
  readAddress,
} from "./address-form.ts";
import { orderTexts } from "./order-texts.ts";

/** What the form shows: as it is kept, or as it was sent and refused. */
export interface CheckoutValues {
  readonly address: AddressValues;
  readonly currency: string | null;
  readonly hasAgreed: boolean;
  readonly wantsMail: boolean;
  readonly remembers: boolean;
  readonly method: string;
}

export function keptValues(checkout: Checkout): CheckoutValues {
  return {
    address: checkout.delivery ?? {},
    currency: checkout.currency,
    hasAgreed: checkout.termsVersion === checkout.currentTermsVersion,
    wantsMail: checkout.marketingConsent,
    remembers: true,
    method: "",
  };
}

export interface ReadCheckout {
  readonly values: CheckoutValues;
  readonly problems: FieldProblems;
  /** Undefined where something is wrong. */
  readonly details: CheckoutDetails | undefined;
}

/** @param needs what must be there besides the address */
export function readCheckout(
  form: SentForm,
  view: PageView,
  checkout: Checkout,
  needs: { readonly terms: boolean },
): ReadCheckout {
  const t = textsIn(orderTexts, view.locale);
  const { values: address, address: delivery, problems } = readAddress(form, view.locale);
  const { currencies } = checkout;
  const asked = form.text("currency");
  const only = currencies.length === 1 ? currencies[0] : undefined;
  const currency = only ?? (currencies.includes(asked) ? asked : null);
  const hasAgreed = form.has("terms");
  const found: Record<string, string | undefined> = { ...problems };
  if (needs.terms && currency === null) found["currency"] = t.needCurrency;
  if (needs.terms && !hasAgreed) found["terms"] = t.needTerms;
  const values = {
    address,
    currency,
    hasAgreed,
    wantsMail: form.has("marketing"),
    remembers: form.has("remember"),
    method: form.text("method"),
  };
  if (delivery === undefined || Object.keys(found).length > 0) {
    return { values, problems: found, details: undefined };
  }
  // The version that stood on the page; when it has changed meanwhile, the fan is asked again.
  const termsVersion = hasAgreed ? form.text("termsVersion").slice(0, 100) : null;
  const details = {
    delivery,
    currency,
    termsVersion,
    marketingConsent: values.wantsMail,
    rememberAddress: values.remembers,
  };
  return { values, problems: {}, details };
}

/** Address, currency, terms and consent: the same fields beforehand and at the payment. */
export function checkoutFields(
  view: PageView,
  checkout: Checkout,
  values: CheckoutValues,
  problems: FieldProblems,
  totals: ReadonlyMap<string, string>,
): Markup {
  const t = textsIn(orderTexts, view.locale);
  return html`<h2>${t.deliveryTitle}</h2>
    ${addressFields(view.locale, values.address, problems)}
    ${choice("checkbox", "remember", "1", t.remember, values.remembers)}
    ${checkout.currencies.length < 2 ? "" : currencyField(view, checkout, values, problems, totals)}
    <div class="field">
      ${choice("checkbox", "terms", "1", t.terms, values.hasAgreed, invalid("terms", problems))}
      <a href="${view.link("/terms")}" target="_blank" rel="noopener">${t.readTerms}</a>
      ${fieldProblem("terms", problems)}
    </div>
    <input type="hidden" name="termsVersion" value="${checkout.currentTermsVersion}" />
    ${choice("checkbox", "marketing", "1", t.marketing, values.wantsMail)}`;
}

function currencyField(
  view: PageView,
  checkout: Checkout,
  values: CheckoutValues,
  problems: FieldProblems,
  totals: ReadonlyMap<string, string>,
): Markup {
  const t = textsIn(orderTexts, view.locale);
  const usual = view.locale === "en" ? "USD" : "CNY";
  const chosen = values.currency ?? (checkout.currencies.includes(usual) ? usual : undefined);
  return html`<fieldset class="field" ${invalid("currency", problems)}>
    <legend>${t.currencyTitle}</legend>
    ${checkout.currencies.map((currency) => {
      const total = totals.get(currency);
      const label = total === undefined ? currency : `${currency} · ${total}`;
      return choice("radio", "currency", currency, label, currency === chosen);
    })}
    ${fieldProblem("currency", problems)}
  </fieldset>`;
}

export function choice(
  type: "checkbox" | "radio",
  name: string,
  value: string,
  label: string,
  isChosen: boolean,
  attributes: Markup | "" = "",
): Markup {
  return html`<label class="choice">
    <input
      type="${type}"
      name="${name}"
      value="${value}"
      ${isChosen ? html`checked` : ""}
      ${attributes}
    />
    <span>${label}</span>
  </label>`;
}
