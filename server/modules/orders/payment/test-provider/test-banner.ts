import { html } from "hono/html";
import type { Locale } from "../../../../platform/locales.ts";
import type { Markup } from "../../../../platform/pages/layout.ts";

const words = {
  title: { en: "Test payments: no real money moves.", "zh-Hans": "测试付款：不会产生真实扣款。" },
  more: {
    en: "This shop is being tried out. The ways to pay only play what a bank may answer, and nobody asks you for a real card.",
    "zh-Hans": "本站正处于试运行。付款方式仅用于模拟银行的各种答复，不会要求您提供真实银行卡。",
  },
};

/** Stands above everything that looks like paying, where no real money moves. */
export function testBanner(locale: Locale): Markup {
  return html`<div class="test-banner">
    <p><strong>${words.title[locale]}</strong></p>
    <p>${words.more[locale]}</p>
  </div>`;
}
