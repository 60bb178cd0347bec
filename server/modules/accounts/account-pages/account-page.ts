import { html } from "hono/html";
import type { Locale } from "../../../platform/locales.ts";
import type { InlineScript } from "../../../platform/pages/browser-script.ts";
import { gapIn } from "../../../platform/pages/formats.ts";
import type { Markup, PageContent } from "../../../platform/pages/layout.ts";
import { alert, page } from "../sign-in/page-frame.ts";
import { pageWord, type PageWord } from "../sign-in/page-texts.ts";

export interface AccountPageContent {
  readonly name: string;
  readonly email: string;
  readonly role: string | undefined;
  /** What else the page offers, one part below the other. */
  sections(locale: Locale): readonly Markup[];
  readonly script?: InlineScript;
}

/** Who is signed in; the problem is that of a mailed link that led here without success. */
export function accountPage(
  locale: Locale,
  account: AccountPageContent | undefined,
  problem?: PageWord,
): PageContent {
  const content =
    account === undefined
      ? html`<p>${pageWord("nobody", locale)}</p>
          <p class="actions">
            <a class="button" href="/sign-in">${pageWord("signIn", locale)}</a>
          </p>`
      : html`<p>
            ${pageWord("signedInAs", locale)}${gapIn(locale)}<strong>${nameOf(account)}</strong>${
              nameOf(account) === account.email ? "" : html`, ${account.email}`
            }
          </p>
          ${account.role === undefined ? "" : html`<p>${pageWord("role", locale)}${gapIn(locale)}${account.role}</p>`}
          <form method="post" action="/sign-out">
            <button class="quiet">${pageWord("signOut", locale)}</button>
          </form>
          ${account.sections(locale)}`;
  const made = page(locale, "accountTitle", html`${alert(locale, problem)} ${content}`);
  return { ...made, script: account?.script };
}

/** Who has given no name goes by the address. */
function nameOf({ name, email }: AccountPageContent): string {
  return name.trim() === "" ? email : name;
}
