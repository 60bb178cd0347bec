import { html } from "hono/html";
import type { PageView } from "../../../platform/pages/page-view.ts";
import { textsIn } from "../../../platform/pages/texts.ts";
import type { OwnSale } from "../queries/find-own-sale.ts";
import { depositLink } from "./deposit-page.ts";
import { conditions, registerForm } from "./register-form.ts";
import { removalTexts } from "./removal-texts.ts";
import type { StageSection, WaitingNote } from "./waiting-page.ts";
import { waitingTexts } from "./waiting-texts.ts";

/** Why the closing took the fan off the list, and the way to the end of the line. */
export function refusedSection(
  view: PageView,
  { sale, standing, now }: OwnSale,
  note: WaitingNote,
): StageSection {
  const t = textsIn(removalTexts, view.locale);
  const { goneText, followButton } = textsIn(waitingTexts, view.locale);
  const missing = note.missing ?? standing.refusedFor ?? [];
  const isGone = now?.soldOut === true && now.final;
  return {
    title: t.refusedTitle,
    body: html`<p class="lead">${t.refusedText}</p>
      ${conditions(view, t.refusedMissing, t.refusedAny, missing)} ${depositLink(view, sale)}
      ${
        isGone
          ? html`<p>${goneText}</p>`
          : // The conditions stand above already.
            registerForm(view, { ...sale, eligibility: null }, t.refusedAgain, followButton)
      }`,
  };
}
