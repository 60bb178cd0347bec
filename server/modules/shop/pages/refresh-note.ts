import { html } from "hono/html";
import { formatDuration } from "../../../platform/pages/formats.ts";
import type { Markup } from "../../../platform/pages/layout.ts";
import type { PageView } from "../../../platform/pages/page-view.ts";
import { textsIn, type TextTable } from "../../../platform/pages/texts.ts";

const words = {
  refreshing: {
    en: (time: string) => `This page loads itself again every ${time}.`,
    "zh-Hans": (time: string) => `本页每 ${time}自动刷新。`,
  },
  stop: { en: "Do not load by itself", "zh-Hans": "停止自动刷新" },
  start: { en: "Load by itself again", "zh-Hans": "恢复自动刷新" },
  reload: { en: "Load again now", "zh-Hans": "立即刷新" },
} satisfies TextTable;

/**
 * Below a page that loads itself again where no script runs: who does not want that stops it.
 * @param path the page's own, in which the language stands already where it must
 */
export function refreshNote(view: PageView, path: string, seconds: number): Markup {
  const t = textsIn(words, view.locale);
  if (view.isStill) {
    return html`<p class="soft">
      <a href="${path}">${t.start}</a>
    </p>`;
  }
  const still = `${path}${path.includes("?") ? "&" : "?"}refresh=off`;
  return html`<noscript>
    <p class="soft">
      ${t.refreshing(formatDuration(Math.round(seconds), view.locale))}<br />
      <a href="${still}">${t.stop}</a> · <a href="${path}">${t.reload}</a>
    </p>
  </noscript>`;
}
