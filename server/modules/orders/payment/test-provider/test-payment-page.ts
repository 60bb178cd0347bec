import { html } from "hono/html";
import type { BrandSource } from "../../../../platform/brand.ts";
import type { Config } from "../../../../platform/config.ts";
import type { Database } from "../../../../platform/database/database.ts";
import { createRouter, type Router } from "../../../../platform/http/router.ts";
import { isUuid } from "../../../../platform/ids.ts";
import { formatMoney } from "../../../../platform/pages/formats.ts";
import { readForm } from "../../../../platform/pages/forms.ts";
import type { PageContent } from "../../../../platform/pages/layout.ts";
import { privatePage, seeOther } from "../../../../platform/pages/page-response.ts";
import { type PageView, viewPage } from "../../../../platform/pages/page-view.ts";
import { textsIn } from "../../../../platform/pages/texts.ts";
import { minorDigitsOf } from "../../../catalogue/index.ts";
import { testBanner } from "./test-banner.ts";
import type { TestEvents } from "./test-events.ts";
import { decideTestPayment, findTestPayment, type TestPayment } from "./test-store.ts";

const words = {
  title: { en: "Test payment", "zh-Hans": "测试支付" },
  amount: { en: "Amount", "zh-Hans": "金额" },
  approve: { en: "Approve the payment", "zh-Hans": "批准支付" },
  decline: { en: "Decline the payment", "zh-Hans": "拒绝支付" },
  decided: { en: "This payment has been decided.", "zh-Hans": "这笔支付已有结果。" },
  back: { en: "Back to the shop", "zh-Hans": "返回商店" },
  absent: { en: "There is no such payment.", "zh-Hans": "没有这笔支付。" },
};

export interface TestPaymentPageDeps {
  readonly config: Pick<Config, "baseUrl">;
  readonly brand: BrandSource;
  readonly database: Database;
  readonly events: Pick<TestEvents, "tellDecision">;
}

/**
 * The page to which `test_hosted` sends the fan, as a real provider would: a person approves or
 * declines there. Whoever has the address may, as it carries nothing but a test.
 */
export function createTestPaymentPage(deps: TestPaymentPageDeps): Router {
  const { brand, config, database, events } = deps;
  const router = createRouter();
  const secure = config.baseUrl.startsWith("https:");
  router.get("/:id", async (c) => {
    const payment = await find(database, c.req.param("id"));
    const view = viewPage(c.req.raw, brand);
    const status = payment === undefined ? 404 : 200;
    return privatePage(c.req.raw, view, contentOf(view, payment), { status, secure });
  });
  router.post("/:id", async (c) => {
    const form = await readForm(c.req.raw, new URL(config.baseUrl).origin);
    const decision = form?.text("decision");
    const payment = await find(database, c.req.param("id"));
    if (payment !== undefined && (decision === "approve" || decision === "decline")) {
      const state = decision === "approve" ? "authorised" : "declined";
      const decided = await decideTestPayment(database, payment.id, state);
      if (decided !== undefined) await events.tellDecision(decided);
      return seeOther(payment.returnUrl ?? "/orders");
    }
    const view = viewPage(c.req.raw, brand);
    const status = payment === undefined ? 404 : form === undefined ? 403 : 422;
    return privatePage(c.req.raw, view, contentOf(view, payment), { status, secure });
  });
  return router;
}

async function find(database: Database, id: string): Promise<TestPayment | undefined> {
  return isUuid(id) ? findTestPayment(database, id) : undefined;
}

function contentOf(view: PageView, payment: TestPayment | undefined): PageContent {
  const t = textsIn(words, view.locale);
  if (payment === undefined) {
    return {
      title: t.title,
      main: html`<h1>${t.title}</h1>
        <p>${t.absent}</p>`,
    };
  }
  const { amountMinor, currency } = payment;
  const money = formatMoney(amountMinor, currency, minorDigitsOf(currency) ?? 2, view.locale);
  const choice = html`<form method="post" class="actions">
    <button class="button" name="decision" value="approve">${t.approve}</button>
    <button class="button quiet" name="decision" value="decline">${t.decline}</button>
  </form>`;
  const result = html`<p>${t.decided}</p>
    <p class="actions">
      <a class="button" href="${payment.returnUrl ?? "/orders"}">${t.back}</a>
    </p>`;
  const main = html`<h1>${t.title}</h1>
    ${testBanner(view.locale)}
    <dl class="rows">
      <div>
        <dt>${t.amount}</dt>
        <dd>${money}</dd>
      </div>
    </dl>
    ${payment.state === "pending" ? choice : result}`;
  return { title: t.title, main };
}
