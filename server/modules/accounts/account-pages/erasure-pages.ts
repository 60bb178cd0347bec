import { html } from "hono/html";
import type { Locale } from "../../../platform/locales.ts";
import type { Markup, PageContent } from "../../../platform/pages/layout.ts";
import { textsIn } from "../../../platform/pages/texts.ts";
import { erasureTexts } from "./erasure-texts.ts";
import { hidden } from "../sign-in/page-frame.ts";

/** The part of the account page about what is held of the fan. */
export function dataSection(locale: Locale): Markup {
  const t = textsIn(erasureTexts, locale);
  return html`<section aria-labelledby="your-data">
    <h2 id="your-data">${t.dataTitle}</h2>
    <p><a href="/api/v1/me/export" download>${t.dataExport}</a></p>
    <form method="post" action="/account/erasure-requests">
      <p id="erase-hint">${t.eraseAskText}</p>
      <button id="ask-erasure" class="danger" aria-describedby="erase-hint">${t.eraseAsk}</button>
    </form>
  </section>`;
}

/** The last question; the account is named, because a browser may be signed in to another one. */
export function erasePage(locale: Locale, email: string, token: string): PageContent {
  const t = textsIn(erasureTexts, locale);
  const main = html`<h1>${t.eraseTitle}</h1>
    <p><strong>${email}</strong></p>
    <p>${t.eraseText}</p>
    <form method="post" action="/account/erase">
      ${hidden("token", token)}
      <button id="erase" class="danger">${t.eraseButton}</button>
    </form>`;
  return { title: t.eraseTitle, main };
}

/** Whoever is not signed in comes back here afterwards. */
export function eraseSignInPage(locale: Locale, token: string): PageContent {
  const t = textsIn(erasureTexts, locale);
  const next = `/account/erase?token=${encodeURIComponent(token)}`;
  const main = html`<h1>${t.eraseTitle}</h1>
    <p>${t.eraseSignIn}</p>
    <p class="actions">
      <a class="button" href="/sign-in?next=${encodeURIComponent(next)}">${t.signIn}</a>
    </p>`;
  return { title: t.eraseTitle, main };
}

export function erasureMessagePage(locale: Locale, text: "asked" | "erased"): PageContent {
  const t = textsIn(erasureTexts, locale);
  return {
    title: t.eraseTitle,
    main: html`<h1>${t.eraseTitle}</h1>
      <p role="status">${t[text]}</p>`,
  };
}

export type ErasureProblem = "failedLink" | "eraseLastOwner" | "eraseKept" | "busy";

/** @param detail what the module that refused says, in English */
export function notErasedPage(
  locale: Locale,
  problem: ErasureProblem,
  detail: string,
): PageContent {
  const t = textsIn(erasureTexts, locale);
  const more = problem === "eraseKept" ? html`<p lang="en">${detail}</p>` : "";
  const main = html`<h1>${t.failedTitle}</h1>
    <p role="alert">${t[problem]}</p>
    ${more}`;
  return { title: t.failedTitle, main };
}
