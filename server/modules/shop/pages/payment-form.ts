import { html } from "hono/html";
import type { Markup } from "../../../platform/pages/layout.ts";
import type { PageView } from "../../../platform/pages/page-view.ts";
import { textsIn } from "../../../platform/pages/texts.ts";
import { fieldProblem, invalid } from "./address-form.ts";
import { checkoutFields, choice, keptValues, type ReadCheckout } from "./checkout-form.ts";
import type { ShownOrder } from "./order-page.ts";
import { orderTexts } from "./order-texts.ts";
import { money, totalOf } from "./prices.ts";

/** The ways that the built-in test provider offers on its form; it knows more for tests. */
export const TEST_METHODS = [
  "test_approve",
  "test_decline",
  "test_hosted",
  "test_delay_2s",
  "test_capture_fails",
] as const;

/** Everything that is needed to pay, filled in as far as it is known. */
export function paymentForm(
  view: PageView,
  { order, sale, checkout }: ShownOrder,
  sent: ReadCheckout | undefined,
): Markup | "" {
  if (checkout === undefined) return "";
  const t = textsIn(orderTexts, view.locale);
  if (checkout.provider === null) return html`<p class="notice">${t.paymentsOff}</p>`;
  const values = sent?.values ?? keptValues(checkout);
  const problems = sent?.problems ?? {};
  const totals = new Map(
    Object.entries(totalOf(order.lines, sale?.variants ?? [])).map(([currency, minor]) => [
      currency,
      money(minor, currency, view.locale),
    ]),
  );
  const [only] = totals.size === 1 ? [...totals.values()] : [];
  const method = values.method === "" ? TEST_METHODS[0] : values.method;
  return html`<form class="card" method="post" action="/orders/${order.id}/payments" novalidate>
    <input type="hidden" name="sale" value="${order.saleId}" />
    ${checkoutFields(view, checkout, values, problems, totals)}
    <fieldset class="field" ${invalid("method", problems)}>
      <legend>${t.methodTitle}</legend>
      ${TEST_METHODS.map((name) => choice("radio", "method", name, t[name], name === method))}
      ${fieldProblem("method", problems)}
    </fieldset>
    <p class="actions"><button>${only === undefined ? t.pay : t.payNow(only)}</button></p>
  </form>`;
}
