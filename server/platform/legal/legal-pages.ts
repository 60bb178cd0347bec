import { html, raw } from "hono/html";
import type { BrandSource } from "../brand.ts";
import type { Mount } from "../http/app.ts";
import { createRouter } from "../http/router.ts";
import { pageBytes, publicPage } from "../pages/page-response.ts";
import { viewPage, type PageView } from "../pages/page-view.ts";
import { noticeBox } from "../pages/parts.ts";
import { textsIn } from "../pages/texts.ts";
import { type LegalTextName, legalTextNames, type LegalTexts } from "./legal-texts.ts";

/** A changed text comes with a restart, but the brand in the page's frame changes at any time. */
const MAX_AGE_SECONDS = 2;

const words = {
  terms: { en: "Terms", "zh-Hans": "服务条款" },
  imprint: { en: "Imprint", "zh-Hans": "经营者信息" },
  missing: {
    en: (brand: string) => `${brand} has not published this text yet.`,
    "zh-Hans": (brand: string) => `${brand} 尚未发布此内容。`,
  },
  sample: {
    en: "This is a sample for trying out. It binds nobody.",
    "zh-Hans": "这是供试用的示例文本，不具约束力。",
  },
  version: {
    en: (version: string) => `Version ${version}`,
    "zh-Hans": (version: string) => `版本 ${version}`,
  },
};

/** `/terms` and `/imprint`: public pages with the operator's own texts. */
export function legalMounts(brand: BrandSource, texts: LegalTexts): Mount[] {
  const router = createRouter();
  for (const name of legalTextNames) {
    router.get(`/${name}`, async (context) => {
      const view = viewPage(context.req.raw, brand);
      const bytes = await pageBytes(view, legalPage(view, name, texts));
      return publicPage(context.req.raw, view, bytes, MAX_AGE_SECONDS);
    });
  }
  return [{ path: "/", router, chain: "standard" }];
}

function legalPage(view: PageView, name: LegalTextName, texts: LegalTexts) {
  const t = textsIn(words, view.locale);
  const text = texts.find(name, view.locale);
  const title = text?.title ?? t[name];
  const body =
    text === undefined
      ? noticeBox(t.missing(view.brandName))
      : html`<div lang="${text.locale}">${raw(text.html)}</div>`;
  const version =
    name === "terms" && text !== undefined
      ? html`<p><small>${t.version(texts.termsVersion)}</small></p>`
      : "";
  const main = html`<h1>${title}</h1>
    ${texts.areSamples ? noticeBox(t.sample) : ""}${body}${version}`;
  return { title, main };
}
