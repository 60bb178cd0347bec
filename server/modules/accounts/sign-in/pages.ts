import { html } from "hono/html";
import type { Locale } from "../../../platform/locales.ts";
import type { PageContent } from "../../../platform/pages/layout.ts";
import { AUTH_PATH } from "./auth.ts";
import { alert, hidden, page } from "./page-frame.ts";
import { pageWord, type PageWord } from "./page-texts.ts";

/** The owner's link is used by this form, not by opening the page. */
export function ownerPage(locale: Locale, token: string): PageContent {
  return page(
    locale,
    "ownerTitle",
    html`<p>${pageWord("ownerText", locale)}</p>
      <form method="post" action="/sign-in/owner">
        ${hidden("token", token)}
        <button>${pageWord("signIn", locale)}</button>
      </form>`,
  );
}

export function mailLinkPage(locale: Locale, token: string, next: string): PageContent {
  return page(
    locale,
    "mailLinkTitle",
    html`<p>${pageWord("mailLinkText", locale)}</p>
      <form method="get" action="${AUTH_PATH}/magic-link/verify">
        ${hidden("token", token)} ${hidden("callbackURL", next)}
        <button>${pageWord("signIn", locale)}</button>
      </form>`,
  );
}

export function confirmEmailPage(locale: Locale, token: string, next: string): PageContent {
  return page(
    locale,
    "confirmTitle",
    html`<p>${pageWord("confirmText", locale)}</p>
      <form method="get" action="${AUTH_PATH}/verify-email">
        ${hidden("token", token)} ${hidden("callbackURL", next)}
        <button>${pageWord("confirm", locale)}</button>
      </form>`,
  );
}

export function resetPasswordPage(locale: Locale, token: string, problem?: PageWord): PageContent {
  return page(
    locale,
    "resetTitle",
    html`${alert(locale, problem)}
      <form method="post" action="/account/reset-password">
        ${hidden("token", token)}
        <label>
          ${pageWord("newPassword", locale)}
          <input
            type="password"
            name="newPassword"
            autocomplete="new-password"
            required
            minlength="8"
            maxlength="128"
          />
        </label>
        <button>${pageWord("save", locale)}</button>
      </form>`,
  );
}

export function messagePage(locale: Locale, title: PageWord, text: PageWord): PageContent {
  return page(locale, title, html`<p>${pageWord(text, locale)}</p>`);
}
