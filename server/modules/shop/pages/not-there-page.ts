import { html } from "hono/html";
import type { PageContent } from "../../../platform/pages/layout.ts";
import type { PageView } from "../../../platform/pages/page-view.ts";
import { textsIn } from "../../../platform/pages/texts.ts";
import { orderTexts } from "./order-texts.ts";
import { problemText } from "./problem-texts.ts";
import { saleTexts } from "./sale-texts.ts";

export function notTherePage(view: PageView): PageContent {
  const t = textsIn(saleTexts, view.locale);
  return {
    title: t.notThere,
    main: html`<h1>${t.notThere}</h1>
      <p>${t.notThereText}</p>
      <p class="actions"><a class="button" href="${view.link("/")}">${t.allSales}</a></p>`,
  };
}

/** A form that no page of this site has sent: nothing is told about what it was meant for. */
export function foreignFormPage(view: PageView): PageContent {
  const text = problemText("foreign_origin", view.locale);
  return {
    title: text,
    main: html`<h1>${text}</h1>
      <p class="actions">
        <a class="button" href="${view.link("/orders")}"
          >${textsIn(orderTexts, view.locale).ordersTitle}</a
        >
      </p>`,
  };
}
