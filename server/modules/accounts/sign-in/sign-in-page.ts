import { html } from "hono/html";
import type { Locale } from "../../../platform/locales.ts";
import { gapIn } from "../../../platform/pages/formats.ts";
import type { InlineScript } from "../../../platform/pages/browser-script.ts";
import type { Markup, PageContent } from "../../../platform/pages/layout.ts";
import { textsIn } from "../../../platform/pages/texts.ts";
import { alert, hidden, page } from "./page-frame.ts";
import { pageWord, type PageWord } from "./page-texts.ts";
import { passkeyTexts } from "./passkey-texts.ts";

export interface SignInPageContent {
  /** Where to go afterwards. */
  readonly next: string;
  readonly script: InlineScript;
  /** What the other service is called that may sign in here, if there is one. */
  readonly serviceName: string | undefined;
}

/** Asks for a mailed link, which works without a script, or for a passkey, which does not. */
export function signInPage(
  locale: Locale,
  { next, script, serviceName }: SignInPageContent,
  problem?: PageWord,
): PageContent {
  const made = page(
    locale,
    "askTitle",
    html`${alert(locale, problem)}
      <p>${pageWord("askText", locale)}</p>
      <form method="post" action="/sign-in">
        ${hidden("next", next)}
        <div class="field">
          <label for="email">${pageWord("email", locale)}</label>
          <input
            id="email"
            type="email"
            name="email"
            autocomplete="email"
            required
            maxlength="254"
          />
        </div>
        <button id="mail-link">${pageWord("askButton", locale)}</button>
      </form>
      ${passkeySignIn(locale, next)} ${otherService(locale, next, serviceName)}`,
  );
  return { ...made, script };
}

/** Hidden until its script finds that the browser has passkeys. */
function passkeySignIn(locale: Locale, next: string): Markup {
  const t = textsIn(passkeyTexts, locale);
  return html`<div data-passkeys="sign-in" data-next="${next}" data-failed="${t.failed}" hidden>
    <p class="actions">
      <button type="button" id="passkey-sign-in" class="quiet">${t.signIn}</button>
    </p>
    <p role="alert"></p>
  </div>`;
}

/** A link, because the policy of our pages lets no form lead to another site. */
function otherService(locale: Locale, next: string, name: string | undefined): Markup | "" {
  if (name === undefined) return "";
  return html`<p class="actions">
    <a
      class="button quiet"
      id="oidc-sign-in"
      rel="nofollow"
      href="/sign-in/oidc?next=${encodeURIComponent(next)}"
      >${pageWord("continueWith", locale)}${gapIn(locale)}${name}</a
    >
  </p>`;
}
