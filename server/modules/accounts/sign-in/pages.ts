import { createHash } from "node:crypto";
import { html, raw } from "hono/html";
import type { Locale } from "../rules/locales.ts";
import { AUTH_PATH } from "./auth.ts";
import { pageWord, type PageWord } from "./page-texts.ts";

const STYLE = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 30rem; margin: 10vh auto; padding: 0 1rem; }
label { display: block; margin: 1rem 0; }
input { display: block; width: 100%; box-sizing: border-box; margin-top: 0.25rem; }
input, button { font: inherit; min-height: 2.75rem; padding: 0 0.75rem; }
`;

/** No script, no picture, no foreign form: the pages hold tokens. */
export const PAGE_CONTENT_POLICY = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

type Markup = ReturnType<typeof html>;

function page(locale: Locale, title: PageWord, content: Markup): Markup {
  return html`<!doctype html>
    <html lang="${locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${pageWord(title, locale)} · Millet</title>
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <main>
          <h1>${pageWord(title, locale)}</h1>
          ${content}
        </main>
      </body>
    </html>`;
}

function alert(locale: Locale, problem: PageWord | undefined): Markup | "" {
  return problem === undefined ? "" : html`<p role="alert">${pageWord(problem, locale)}</p>`;
}

function hidden(name: string, value: string): Markup {
  return html`<input type="hidden" name="${name}" value="${value}" />`;
}

/** Asks for a mailed link; works without a script. */
export function signInPage(locale: Locale, next: string, problem?: PageWord): Markup {
  return page(
    locale,
    "askTitle",
    html`${alert(locale, problem)}
      <p>${pageWord("askText", locale)}</p>
      <form method="post" action="/sign-in">
        ${hidden("next", next)}
        <label>
          ${pageWord("email", locale)}
          <input type="email" name="email" autocomplete="email" required maxlength="254" />
        </label>
        <button>${pageWord("askButton", locale)}</button>
      </form>`,
  );
}

/** The owner's link is used by this form, not by opening the page. */
export function ownerPage(locale: Locale, token: string): Markup {
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

export function mailLinkPage(locale: Locale, token: string, next: string): Markup {
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

export function confirmEmailPage(locale: Locale, token: string, next: string): Markup {
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

export function resetPasswordPage(locale: Locale, token: string, problem?: PageWord): Markup {
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

export function messagePage(locale: Locale, title: PageWord, text: PageWord): Markup {
  return page(locale, title, html`<p>${pageWord(text, locale)}</p>`);
}

export interface AccountPageContent {
  readonly name: string;
  readonly email: string;
  readonly role: string | undefined;
}

/** Who is signed in; the problem is that of a mailed link that led here without success. */
export function accountPage(
  locale: Locale,
  account: AccountPageContent | undefined,
  problem?: PageWord,
): Markup {
  const content =
    account === undefined
      ? html`<p>${pageWord("nobody", locale)}</p>
          <p><a href="/sign-in">${pageWord("signIn", locale)}</a></p>`
      : html`<p>
            ${pageWord("signedInAs", locale)} <strong>${account.name}</strong> (${account.email})
          </p>
          ${account.role === undefined ? "" : html`<p>${pageWord("role", locale)} ${account.role}</p>`}
          <form method="post" action="/sign-out">
            <button>${pageWord("signOut", locale)}</button>
          </form>`;
  return page(locale, "accountTitle", html`${alert(locale, problem)} ${content}`);
}
