import { html } from "hono/html";
import { formatNumber, joinSentences } from "../../../platform/pages/formats.ts";
import type { Markup } from "../../../platform/pages/layout.ts";
import type { PageView } from "../../../platform/pages/page-view.ts";
import { countdownTag, timeTag } from "../../../platform/pages/parts.ts";
import { textsIn } from "../../../platform/pages/texts.ts";
import type { OwnSale } from "../queries/find-own-sale.ts";
import { barSection } from "./bar-section.ts";
import { claimForm } from "./claim-form.ts";
import { claimSection } from "./claim-section.ts";
import { detailsLink } from "./details-link.ts";
import { lineSection } from "./line-section.ts";
import { refusedSection } from "./refused-section.ts";
import { registerForm } from "./register-form.ts";
import { removalTexts } from "./removal-texts.ts";
import { nextDate } from "./sale-state.ts";
import type { StageSection, WaitingNote } from "./waiting-page.ts";
import { waitingTexts } from "./waiting-texts.ts";

/** Heading and content of the stage in which the fan is. */
export function stageSection(view: PageView, own: OwnSale, note: WaitingNote): StageSection {
  const t = textsIn(waitingTexts, view.locale);
  const { sale, standing, stage, now } = own;
  const isOpenSale = sale.kind === "open";
  const form = (text: string, button: string) =>
    registerForm(view, sale, text, button, note.missing);
  switch (stage) {
    case "cancelled":
      return { title: t.cancelledTitle, body: paragraph(t.cancelledText) };
    case "upcoming":
      return { title: t.upcomingTitle, body: html`${paragraph(t.upcomingText)}${date(view, own)}` };
    case "may-register": {
      const text = isOpenSale ? t.registerTextOpen : t.registerText;
      return { title: t.registerTitle, body: form(text, t.registerButton) };
    }
    case "may-follow":
      return { title: t.followTitle, body: form(t.followText, t.followButton) };
    case "refused":
      return refusedSection(view, own, note);
    case "registered": {
      const text = isOpenSale ? t.registeredTextOpen : t.registeredText;
      return {
        title: t.registeredTitle,
        body: html`${paragraph(text)}${date(view, own)}${detailsLink(view, sale.id)}`,
      };
    }
    case "drawing":
      return { title: t.drawingTitle, body: html`${paragraph(t.drawingText)}${date(view, own)}` };
    case "placed":
      return {
        title: t.placeTitle(formatNumber(standing.place?.place ?? 0, view.locale)),
        body: html`${paragraph(t.placeText)} ${date(view, own)} ${lineSection(view, own)}
        ${detailsLink(view, sale.id)}`,
      };
    case "in-line":
      return {
        title: t.inLineTitle,
        body: html`${lineSection(view, own)} ${paragraph(t.placeText)} ${detailsLink(view, sale.id)}`,
      };
    case "your-turn":
      return { title: t.turnTitle, body: claimForm(view, own, note.claimForm) };
    case "paused":
      return { title: t.pausedTitle, body: paragraph(t.pausedText) };
    case "stock-gone":
      return {
        title: t.goneTitle,
        body: html`${paragraph(t.goneText)}
        ${standing.number === undefined ? "" : paragraph(t.goneStay)}`,
      };
    case "waiting":
      return {
        title: t.waitingTitle,
        body: html`${paragraph(t.waitingText)}
          <dl class="facts card">
            <div>
              <dt>${t.place}</dt>
              <dd>${formatNumber(standing.place?.place ?? 0, view.locale)}</dd>
            </div>
            <div>
              <dt>${t.heldUnits}</dt>
              <dd>${formatNumber(now?.units.held ?? 0, view.locale)}</dd>
            </div>
            <div>
              <dt>${t.fansWaiting}</dt>
              <dd>${formatNumber(now?.claims.waiting ?? 0, view.locale)}</dd>
            </div>
          </dl>
          ${claimSection(view, own)}`,
      };
    case "held":
    case "paying":
    case "paid":
      return {
        title: { held: t.heldTitle, paying: t.payingTitle, paid: t.paidTitle }[stage],
        body: claimSection(view, own),
      };
    case "claim-over":
      return claimOver(view, own, form);
    case "given-up":
      return { title: t.givenUpTitle, body: form(t.givenUpText, t.followButton) };
    case "barred":
      return barSection(view, own, note);
    case "ended":
      return {
        title: t.endedTitle,
        body: html`${paragraph(endedText(view, own))}
          <p class="actions">
            <a class="button" href="${view.link(`/sales/${sale.id}/report`)}">${t.toReport}</a>
          </p>`,
      };
  }
}

/** Nobody is told to have got nothing before that is known. */
function endedText(view: PageView, { standing, problem }: OwnSale): string {
  const t = textsIn(waitingTexts, view.locale);
  if (problem !== undefined) return t.endedSoon;
  if (standing.refusedFor !== undefined) return textsIn(removalTexts, view.locale).refusedText;
  return standing.number === undefined ? t.endedStranger : t.endedText;
}

function paragraph(text: string): Markup {
  return html`<p class="lead">${text}</p>`;
}

/** What became of the claim, and the way to the end of the line while there is something left. */
function claimOver(
  view: PageView,
  { standing, now }: OwnSale,
  form: (text: string, button: string) => Markup,
): StageSection {
  const t = textsIn(waitingTexts, view.locale);
  const titles = { released: t.releasedTitle, returned: t.returnedTitle, expired: t.expiredTitle };
  const state = standing.claim?.state;
  const ended = state === "released" || state === "returned" ? state : "expired";
  const text = ended === "returned" ? t.returnedText : t.overText;
  const isGone = now?.soldOut === true && now.final;
  return {
    title: titles[ended],
    body: isGone
      ? html`${paragraph(text)} ${paragraph(t.goneText)}`
      : form(joinSentences([text, t.againText], view.locale), t.followButton),
  };
}

/** The next date of the sale, with a countdown where a script runs. */
function date(view: PageView, { sale, state, nowMs }: OwnSale): Markup | "" {
  const next = nextDate({ sale, state, nowMs, isSoldOut: false }, view.locale);
  if (next === undefined) return "";
  return html`<div class="card">
    <p>${next.label} ${timeTag(next.at, view.locale)}</p>
    ${countdownTag(next.at, view.locale)}
  </div>`;
}
