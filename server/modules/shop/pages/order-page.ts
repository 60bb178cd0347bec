import { html } from "hono/html";
import type { InlineScript } from "../../../platform/pages/browser-script.ts";
import { formatNumber, nameIn } from "../../../platform/pages/formats.ts";
import type { Markup, PageContent } from "../../../platform/pages/layout.ts";
import type { PageView } from "../../../platform/pages/page-view.ts";
import { countdownTag, problemBox, timeTag } from "../../../platform/pages/parts.ts";
import { textsIn } from "../../../platform/pages/texts.ts";
import { type Checkout, type Order, testBanner } from "../../orders/index.ts";
import type { ShownSale } from "../queries/find-shown-sale.ts";
import { addressText } from "./address-form.ts";
import type { ReadCheckout } from "./checkout-form.ts";
import { orderTexts } from "./order-texts.ts";
import { paymentForm } from "./payment-form.ts";
import { problemText } from "./problem-texts.ts";
import { money, pricesOf, totalOf } from "./prices.ts";
import { refreshNote } from "./refresh-note.ts";
import { variantName } from "./variant-list.ts";

/** An order with what its page shows besides. */
export interface ShownOrder {
  readonly order: Order;
  readonly sale: ShownSale | undefined;
  /** Of an order that can still be paid. */
  readonly checkout: Checkout | undefined;
  readonly nowMs: number;
  /** Whether payments are tests, for which no real money moves. */
  readonly isTest: boolean;
}

export interface OrderNote {
  readonly problem?: string | undefined;
  readonly sent?: ReadCheckout | undefined;
}

/** Whether the fan can begin a payment now. */
export function isPayable({ state, payment }: Order): boolean {
  if (state !== "awaiting_payment" && state !== "paying") return false;
  return payment === null || payment.state === "declined" || payment.state === "voided";
}

export function orderPage(
  view: PageView,
  shown: ShownOrder,
  note: OrderNote,
  script: InlineScript,
): PageContent {
  const t = textsIn(orderTexts, view.locale);
  const { order, sale } = shown;
  const title = isPayable(order) ? t.payTitle : t.orderTitle;
  // While others work on it, the page shows the result by itself.
  const isUnderWay = order.state === "paying" && !isPayable(order);
  const path = view.link(`/orders/${order.id}?sale=${order.saleId}`);
  return {
    title,
    script,
    refresh: isUnderWay && !view.isStill ? { seconds: REFRESH_SECONDS, path } : undefined,
    main: html`<div
        data-server-time="${new Date(shown.nowMs).toISOString()}"
        ${isUnderWay && !view.isStill ? html`data-reload-seconds="3"` : ""}
        hidden
      ></div>
      <p class="eyebrow">${t[order.state]}</p>
      <h1>${title}</h1>
      ${shown.isTest && isOpen(order) ? testBanner(view.locale) : ""}
      ${note.problem === undefined ? "" : problemBox(problemText(note.problem, view.locale))}
      ${stateText(view, order)} ${hold(view, order)} ${lines(view, shown)}
      ${paymentUnderWay(view, order)} ${isPayable(order) ? paymentForm(view, shown, note.sent) : ""}
      ${facts(view, shown)}
      ${
        isOpen(order)
          ? html`<p>
              <a href="${view.link(`/orders/${order.id}/cancel?sale=${order.saleId}`)}"
                >${t.cancel}</a
              >
            </p>`
          : ""
      }
      ${
        sale === undefined
          ? ""
          : html`<p>
              <a href="${view.link(`/sales/${sale.id}`)}">${nameIn(sale.names, view.locale)}</a>
            </p>`
      }
      ${isUnderWay ? refreshNote(view, path, REFRESH_SECONDS) : ""}`,
  };
}

/** Leaves a screen reader time for the few lines that such a page has. */
const REFRESH_SECONDS = 5;

function isOpen({ state }: Order): boolean {
  return state === "awaiting_payment" || state === "paying";
}

function stateText(view: PageView, { state, payment }: Order): Markup | "" {
  const t = textsIn(orderTexts, view.locale);
  const paragraph = (text: string) => html`<p class="lead">${text}</p>`;
  switch (state) {
    case "paid":
      return paragraph(t.paidText);
    case "cancelled":
      return paragraph(t.cancelledText);
    case "expired":
      return paragraph(t.expiredText);
    case "returned":
      return paragraph(t.returnedText);
    case "refunded":
      return payment === null ? "" : paragraph(t.refundedText(amountOf(view, payment, "refunded")));
    case "awaiting_payment":
    case "paying":
      if (payment?.state === "declined") return html`<p class="problem">${t.declinedText}</p>`;
      if (payment?.state === "voided") return html`<p class="notice">${t.abandonedText}</p>`;
      return "";
  }
}

type Payment = NonNullable<Order["payment"]>;

function amountOf(view: PageView, payment: Payment, part: "whole" | "refunded"): string {
  const minor = part === "whole" ? payment.amountMinor : payment.refundedMinor;
  return money(minor, payment.currency, view.locale);
}

function hold(view: PageView, order: Order): Markup | "" {
  const { expiresAt } = order;
  if (expiresAt === null || !isOpen(order)) return "";
  const t = textsIn(orderTexts, view.locale);
  return html`<p>
      ${t.holdText}<br />
      <strong>${timeTag(expiresAt, view.locale)}</strong>
    </p>
    ${countdownTag(expiresAt, view.locale)}`;
}

function lines(view: PageView, { order, sale }: ShownOrder): Markup {
  const t = textsIn(orderTexts, view.locale);
  const { payment } = order;
  const variants = sale?.variants ?? [];
  const offered = (some: Order["lines"]) => pricesOf(totalOf(some, variants), view.locale);
  return html`<div class="card">
    <ul class="plain">
      ${order.lines.map(({ variantId, quantity }) => {
        const variant = sale?.variants.find((row) => row.id === variantId);
        const priced = payment?.lines.find((row) => row.variantId === variantId);
        return html`<li class="item">
          <span>
            ${formatNumber(quantity, view.locale)} ×
            ${variant === undefined ? variantId : variantName(variant, view.locale)}
          </span>
          <span class="price">
            ${
              priced === undefined || payment === null
                ? offered([{ variantId, quantity }])
                : money(priced.unitMinor * quantity, payment.currency, view.locale)
            }
          </span>
        </li>`;
      })}
    </ul>
    <p class="item">
      <strong>${t.total}</strong>
      <strong class="price">
        ${payment === null ? offered(order.lines) : amountOf(view, payment, "whole")}
      </strong>
    </p>
    ${
      payment !== null && order.state === "paid" && payment.refundedMinor > 0
        ? html`<p>${t.partlyRefunded(amountOf(view, payment, "refunded"))}</p>`
        : ""
    }
  </div>`;
}

/** A payment that somebody else has to go on with: the fan at the provider, or the provider. */
function paymentUnderWay(view: PageView, order: Order): Markup | "" {
  const { payment } = order;
  if (order.state !== "paying" || payment === null || isPayable(order)) return "";
  const t = textsIn(orderTexts, view.locale);
  if (payment.state !== "pending") {
    return html`<p class="notice" role="status">${t.workingText}</p>`;
  }
  const { redirectUrl } = payment;
  return html`<p class="notice" role="status">
      ${redirectUrl === null ? t.workingText : t.pendingText}
    </p>
    <div class="actions">
      ${redirectUrl === null ? "" : html`<a class="button" href="${redirectUrl}">${t.goOnPaying}</a>`}
      <form method="post" action="/orders/${order.id}/abandonments">
        <input type="hidden" name="payment" value="${payment.id}" />
        <input type="hidden" name="sale" value="${order.saleId}" />
        <button class="quiet">${t.abandon}</button>
      </form>
    </div>`;
}

function facts(view: PageView, { order }: ShownOrder): Markup {
  const t = textsIn(orderTexts, view.locale);
  const address = order.state === "paid" ? order.payment?.delivery : undefined;
  const row = (label: string, value: Markup | string) =>
    html`<div>
      <dt>${label}</dt>
      <dd>${value}</dd>
    </div>`;
  return html`<dl class="rows">
    ${row(t.orderNumber, html`<span class="code">${order.id}</span>`)}
    ${row(t.orderedOn, timeTag(order.claimedAt, view.locale))}
    ${order.paidAt === null ? "" : row(t.paidOn, timeTag(order.paidAt, view.locale))}
    ${
      address === undefined || address === null
        ? ""
        : row(t.deliveryTitle, addressText(address, view.locale))
    }
  </dl>`;
}
