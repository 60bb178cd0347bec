import { html, raw } from "hono/html";
import { renderSVG } from "uqr";
import type { Locale } from "../../../platform/locales.ts";
import { colonIn, gapIn } from "../../../platform/pages/formats.ts";
import type { Markup, PageContent } from "../../../platform/pages/layout.ts";
import { textsIn } from "../../../platform/pages/texts.ts";
import type { SecondFactor } from "../queries/find-second-factor.ts";
import { secondFactorTexts } from "./second-factor-texts.ts";

const PAGE = "/account/second-factor";

export type SecondFactorProblem = "wrong" | "tooMany" | "refused";

function page(locale: Locale, problem: SecondFactorProblem | undefined, main: Markup): PageContent {
  const t = textsIn(secondFactorTexts, locale);
  const alert =
    problem === undefined ? "" : html`<p role="alert" class="problem">${t[problem]}</p>`;
  return {
    title: t.title,
    main: html`<h1>${t.title}</h1>
      ${alert} ${main}`,
  };
}

/** What there is to do: set it up, enter a code, or keep it in order. */
export function secondFactorPage(
  locale: Locale,
  found: SecondFactor,
  problem?: SecondFactorProblem,
): PageContent {
  if (!found.hasSecondFactor) return page(locale, problem, setUpPart(locale));
  if (!found.isProven) return page(locale, problem, provePart(locale, found.hasCodes));
  return page(locale, problem, keepPart(locale, found));
}

function setUpPart(locale: Locale): Markup {
  const t = textsIn(secondFactorTexts, locale);
  return html`<p>${t.setUpText}</p>
    <form method="post" action="${PAGE}/enrolments">
      <button id="set-up">${t.setUp}</button>
    </form>
    <p><a href="/account#passkeys">${t.orPasskey}</a></p>`;
}

function provePart(locale: Locale, hasCodes: boolean): Markup {
  const t = textsIn(secondFactorTexts, locale);
  const code = html`<p>${t.enterText}</p>
    ${codeForm(locale, `${PAGE}/proofs`)}`;
  const passkey = html`<p>${t.passkeyText}</p>
    <form method="post" action="/sign-out"><button class="quiet">${t.signOut}</button></form>`;
  return html`${hasCodes ? code : passkey}
    <p class="soft">${t.lost}</p>`;
}

function keepPart(locale: Locale, { hasCodes, backupCodesLeft }: SecondFactor): Markup {
  const t = textsIn(secondFactorTexts, locale);
  const paper = html`<p>${t.backupLeft}${gapIn(locale)}${backupCodesLeft}</p>
    <form method="post" action="${PAGE}/backup-codes">
      <button class="quiet" id="renew-backup-codes">${t.renew}</button>
    </form>`;
  const app = html`<form method="post" action="${PAGE}/enrolments">
    <button class="quiet" id="set-up">${t.setUp}</button>
  </form>`;
  return html`<p role="status">${t.proven}</p>
    ${hasCodes ? paper : app}
    <form method="post" action="${PAGE}/removal">
      <button class="danger" id="remove-second-factor">${t.remove}</button>
    </form>
    <p><a href="/account">${t.done}</a></p>`;
}

/** The secret for the app, as a picture and for typing, and the field for its first code. */
export function enrolmentPage(
  locale: Locale,
  app: { readonly url: string; readonly secret: string },
  problem?: SecondFactorProblem,
): PageContent {
  const t = textsIn(secondFactorTexts, locale);
  const groups = app.secret.replaceAll(/(.{4})(?=.)/g, "$1 ");
  return page(
    locale,
    problem,
    html`<p>${t.scan}</p>
      <figure class="qr" role="img" aria-label="${t.qr}">${raw(qrOf(app.url))}</figure>
      <p>${t.secret}${colonIn(locale)}<code id="secret">${groups}</code></p>
      ${codeForm(locale, `${PAGE}/confirmations`)}`,
  );
}

/** Small enough for a phone's page, black on white in the dark, too. */
function qrOf(url: string): string {
  return renderSVG(url).replace("<svg ", '<svg width="240" height="240" aria-hidden="true" ');
}

export function backupCodesPage(locale: Locale, codes: readonly string[]): PageContent {
  const t = textsIn(secondFactorTexts, locale);
  return {
    title: t.backupTitle,
    main: html`<h1>${t.backupTitle}</h1>
      <p>${t.backupText}</p>
      <ul id="backup-codes">
        ${codes.map((code) => html`<li><code>${code}</code></li>`)}
      </ul>
      <p><a href="/account">${t.done}</a></p>`,
  };
}

function codeForm(locale: Locale, action: string): Markup {
  const t = textsIn(secondFactorTexts, locale);
  return html`<form method="post" action="${action}">
    <div class="field">
      <label for="code">${t.code}</label>
      <input
        id="code"
        name="code"
        autocomplete="one-time-code"
        autocapitalize="none"
        spellcheck="false"
        required
        maxlength="40"
      />
    </div>
    <button id="send-code">${t.confirm}</button>
  </form>`;
}

/** The part of an operator's account page. */
export function secondFactorSection(locale: Locale, isMissing: boolean): Markup {
  const t = textsIn(secondFactorTexts, locale);
  return html`<section aria-labelledby="second-factor">
    <h2 id="second-factor">${t.title}</h2>
    ${isMissing ? html`<p class="problem">${t.missing}</p>` : ""}
    <p><a href="${PAGE}">${t.open}</a></p>
  </section>`;
}
