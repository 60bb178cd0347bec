import { html } from "hono/html";
import type { Locale } from "../locales.ts";
import { formatInstant } from "./formats.ts";
import type { Markup } from "./layout.ts";

/** An instant; the script shows it by the reader's own clock, without one it is UTC and says so. */
export function timeTag(at: Date, locale: Locale): Markup {
  return html`<time datetime="${at.toISOString()}">${formatInstant(at, locale)}</time>`;
}

/**
 * A clock that runs down, shown by the script only; screen readers have the date beside it.
 * @param dayWord stands behind the number of days
 */
export function countdownTag(until: Date, locale: Locale): Markup {
  const dayWord = locale === "en" ? "d" : "天";
  return html`<span
    class="figure"
    aria-hidden="true"
    data-until="${until.toISOString()}"
    data-day="${dayWord}"
    hidden
  ></span>`;
}

/** What went wrong, told at once by screen readers. */
export function problemBox(text: string): Markup {
  return html`<div class="problem" role="alert"><p>${text}</p></div>`;
}

export function noticeBox(text: string | Markup): Markup {
  return html`<div class="notice" role="status"><p>${text}</p></div>`;
}
