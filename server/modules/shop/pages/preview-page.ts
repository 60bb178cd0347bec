import { html } from "hono/html";
import type { InlineScript } from "../../../platform/pages/browser-script.ts";
import type { PageContent } from "../../../platform/pages/layout.ts";
import type { PageView } from "../../../platform/pages/page-view.ts";
import { textsIn, type TextTable } from "../../../platform/pages/texts.ts";
import type { Product } from "../../catalogue/index.ts";
import type { ShownSale } from "../queries/find-shown-sale.ts";
import { salePage } from "./sale-page.ts";

const texts = {
  title: { en: "Preview", "zh-Hans": "预览" },
  note: {
    en: "Only the staff see this page. It shows the sale as fans will see it on the day it is published; registering works from then on.",
    "zh-Hans": "仅员工可见。此页展示发售公布当天粉丝将看到的内容；公布后方可登记。",
  },
} satisfies TextTable;

/** What a preview shows: a draft, and the products of which it is to sell variants. */
export interface PreviewedSale {
  readonly sale: ShownSale;
  readonly products: readonly Product[];
}

/** A draft's page as if it were published now, and marked as what it is. */
export function previewPage(
  view: PageView,
  { sale, products }: PreviewedSale,
  nowMs: number,
  script: InlineScript,
): PageContent {
  const t = textsIn(texts, view.locale);
  const moment = { sale, state: "registering", isSoldOut: false, nowMs } as const;
  const page = salePage(view, { moment, now: undefined, products }, script, { isPreview: true });
  return {
    title: `${t.title} · ${page.title}`,
    script,
    main: html`<p class="notice" role="note"><strong>${t.title}.</strong> ${t.note}</p>
      ${page.main}`,
  };
}
