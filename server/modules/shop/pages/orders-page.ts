import { html } from "hono/html";
import type { InlineScript } from "../../../platform/pages/browser-script.ts";
import { formatNumber } from "../../../platform/pages/formats.ts";
import type { Markup, PageContent } from "../../../platform/pages/layout.ts";
import type { PageView } from "../../../platform/pages/page-view.ts";
import { problemBox, timeTag } from "../../../platform/pages/parts.ts";
import { textsIn } from "../../../platform/pages/texts.ts";
import type { Checkout } from "../../orders/index.ts";
import type { ShownSale } from "../queries/find-shown-sale.ts";
import { checkoutFields, keptValues, type ReadCheckout } from "./checkout-form.ts";
import type { ShownOrder } from "./order-page.ts";
import { orderTexts } from "./order-texts.ts";
import { problemText } from "./problem-texts.ts";
import { money } from "./prices.ts";
import { variantName } from "./variant-list.ts";

/** @param olderThan where the next page begins; undefined at the end */
export function ordersPage(
  view: PageView,
  orders: readonly ShownOrder[],
  olderThan: string | undefined,
  script: InlineScript,
): PageContent {
  const t = textsIn(orderTexts, view.locale);
  return {
    title: t.ordersTitle,
    script,
    main: html`<h1>${t.ordersTitle}</h1>
      ${
        orders.length === 0
          ? html`<div class="card">
              <p class="lead">${t.noOrders}</p>
              <p>${t.noOrdersText}</p>
              <p class="actions"><a class="button" href="${view.link("/")}">${t.allSales}</a></p>
            </div>`
          : ""
      }
      ${orders.map((shown) => orderCard(view, shown))}
      ${
        olderThan === undefined
          ? ""
          : html`<p><a href="${view.link(`/orders?before=${olderThan}`)}">${t.older}</a></p>`
      }`,
  };
}

function orderCard(view: PageView, { order, sale }: ShownOrder): Markup {
  const t = textsIn(orderTexts, view.locale);
  const { payment } = order;
  const names = order.lines.map(({ variantId, quantity }) => {
    const variant = sale?.variants.find((row) => row.id === variantId);
    const name = variant === undefined ? variantId : variantName(variant, view.locale);
    return `${formatNumber(quantity, view.locale)} × ${name}`;
  });
  const total = payment === null ? "" : money(payment.amountMinor, payment.currency, view.locale);
  return html`<article class="card">
    <p class="eyebrow">${t[order.state]}</p>
    <h2>
      <a href="${view.link(`/orders/${order.id}`)}"
        >${names.join(view.locale === "en" ? ", " : "、")}</a
      >
    </h2>
    <p class="soft">
      ${timeTag(order.claimedAt, view.locale)}${total === "" ? "" : html` · ${total}`}
    </p>
  </article>`;
}

export function cancelOrderPage(view: PageView, orderId: string, saleId: string): PageContent {
  const t = textsIn(orderTexts, view.locale);
  return {
    title: t.cancelTitle,
    main: html`<h1>${t.cancelTitle}</h1>
      <p class="lead">${t.cancelText}</p>
      <form class="actions" method="post" action="/orders/${orderId}/cancel">
        <input type="hidden" name="sale" value="${saleId}" />
        <a class="button" href="${view.link(`/orders/${orderId}?sale=${saleId}`)}">${t.cancelNo}</a>
        <button class="danger">${t.cancelYes}</button>
      </form>`,
  };
}

/** What can be filled in before it is one's turn. */
export function detailsPage(
  view: PageView,
  sale: ShownSale,
  checkout: Checkout,
  note: {
    readonly problem?: string | undefined;
    readonly sent?: ReadCheckout | undefined;
    readonly isSaved?: boolean | undefined;
  },
): PageContent {
  const t = textsIn(orderTexts, view.locale);
  const values = note.sent?.values ?? keptValues(checkout);
  const back = view.link(`/sales/${sale.id}/waiting`);
  return {
    title: t.detailsTitle,
    main: html`<h1>${t.detailsTitle}</h1>
      <p class="lead">${t.detailsText}</p>
      ${note.problem === undefined ? "" : problemBox(problemText(note.problem, view.locale))}
      ${note.isSaved === true ? html`<p class="notice" role="status">${t.saved}</p>` : ""}
      <form class="card" method="post" action="/sales/${sale.id}/details" novalidate>
        ${checkoutFields(view, checkout, values, note.sent?.problems ?? {}, new Map())}
        <p class="actions">
          <button>${t.save}</button>
          <a class="button quiet" href="${back}">${t.back}</a>
        </p>
      </form>`,
  };
}
