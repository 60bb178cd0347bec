import { html } from "hono/html";
import type { Locale } from "../../../platform/locales.ts";
import { colonIn } from "../../../platform/pages/formats.ts";
import type { Markup } from "../../../platform/pages/layout.ts";
import { textsIn } from "../../../platform/pages/texts.ts";
import type { Passkey } from "../queries/list-passkeys.ts";
import { passkeyTexts } from "../sign-in/passkey-texts.ts";

/** The part of the account page that lists, names, removes and adds passkeys. */
export function passkeySection(
  locale: Locale,
  passkeys: readonly Passkey[],
  isAdded: boolean,
): Markup {
  const t = textsIn(passkeyTexts, locale);
  const list =
    passkeys.length === 0
      ? html`<p>${t.none}</p>`
      : html`<ul class="plain">
          ${passkeys.map((passkey) => item(locale, passkey))}
        </ul>`;
  return html`<section aria-labelledby="passkeys">
    <h2 id="passkeys">${t.title}</h2>
    ${isAdded ? html`<p role="status" class="notice">${t.added}</p>` : ""}
    <p>${t.about}</p>
    ${list}
    <noscript><p>${t.needsScript}</p></noscript>
    <div data-passkeys="add" data-failed="${t.failed}" data-again="${t.again}" hidden>
      <div class="field">
        <label for="passkey-name">${t.addName}</label>
        <input id="passkey-name" name="name" maxlength="80" autocomplete="off" />
      </div>
      <button type="button" id="add-passkey">${t.add}</button>
      <p role="alert"></p>
    </div>
  </section>`;
}

function item(locale: Locale, { id, name, createdAt, secondFactor }: Passkey): Markup {
  const t = textsIn(passkeyTexts, locale);
  const shown = name ?? t.unnamed;
  const day = createdAt.toISOString().slice(0, 10);
  return html`<li id="passkey-${id}" class="card">
    <p>
      <strong>${shown}</strong>${locale === "en" ? ", " : "，"}${t.since}
      <time datetime="${day}">${day}</time>${
        secondFactor ? html` <span class="badge">${t.counts}</span>` : ""
      }
    </p>
    <form method="post" action="/account/passkeys/${id}/name">
      <div class="field">
        <label for="name-${id}">${t.name}</label>
        <input id="name-${id}" name="name" value="${name ?? ""}" required maxlength="80" />
      </div>
      <button class="quiet" aria-label="${t.rename}${colonIn(locale)}${shown}">${t.rename}</button>
    </form>
    <form method="post" action="/account/passkeys/${id}/removal">
      <button class="danger" aria-label="${t.remove}${colonIn(locale)}${shown}">${t.remove}</button>
    </form>
  </li>`;
}
