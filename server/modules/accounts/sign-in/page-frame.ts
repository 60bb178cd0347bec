import { html } from "hono/html";
import type { Locale } from "../../../platform/locales.ts";
import type { Markup, PageContent } from "../../../platform/pages/layout.ts";
import { pageWord, type PageWord } from "./page-texts.ts";

/** A page of this module: its title is its heading too. */
export function page(locale: Locale, title: PageWord, content: Markup): PageContent {
  const text = pageWord(title, locale);
  return {
    title: text,
    main: html`<h1>${text}</h1>
      ${content}`,
  };
}

export function alert(locale: Locale, problem: PageWord | undefined): Markup | "" {
  if (problem === undefined) return "";
  return html`<p role="alert" class="problem">${pageWord(problem, locale)}</p>`;
}

export function hidden(name: string, value: string): Markup {
  return html`<input type="hidden" name="${name}" value="${value}" />`;
}
