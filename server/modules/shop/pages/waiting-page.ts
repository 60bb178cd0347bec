import { html } from "hono/html";
import type { InlineScript } from "../../../platform/pages/browser-script.ts";
import { formatNumber, nameIn } from "../../../platform/pages/formats.ts";
import type { Markup, PageContent } from "../../../platform/pages/layout.ts";
import type { PageView } from "../../../platform/pages/page-view.ts";
import { noticeBox, problemBox, timeTag } from "../../../platform/pages/parts.ts";
import { textsIn } from "../../../platform/pages/texts.ts";
import type { OwnSale } from "../queries/find-own-sale.ts";
import type { Stage } from "../rules/stages.ts";
import type { ClaimFormState } from "./claim-form.ts";
import { codeLink, takesCodes } from "./code-page.ts";
import { depositLink } from "./deposit-page.ts";
import { mostPerClaim, phaseSeen } from "./live-numbers.ts";
import { problemText } from "./problem-texts.ts";
import { refreshNote } from "./refresh-note.ts";
import type { Clause } from "./register-form.ts";
import { stageSection } from "./stage-sections.ts";
import { stateLabel } from "./sale-state.ts";
import { waitingTexts } from "./waiting-texts.ts";

/** What a form that was sent left to be said. */
export interface WaitingNote {
  /** The code of a failure. */
  readonly problem?: string | undefined;
  /** Whether the fan has just left the sale. */
  readonly hasLeft?: boolean | undefined;
  readonly claimForm?: ClaimFormState | undefined;
  /** The text of an appeal that was not taken. */
  readonly appeal?: string | undefined;
  /** What is missing for a registration that was refused. */
  readonly missing?: readonly Clause[] | undefined;
}

/** Heading and content of the stage in which the fan is. */
export interface StageSection {
  readonly title: string;
  readonly body: Markup;
}

/** A fan's own page of a sale. */
export function waitingPage(
  view: PageView,
  own: OwnSale,
  note: WaitingNote,
  script: InlineScript,
): PageContent {
  const { sale, now, standing, stage } = own;
  const name = nameIn(sale.names, view.locale);
  const section = stageSection(view, own, note);
  const seconds = refreshOf(own);
  const path = view.link(`/sales/${sale.id}/waiting`);
  // When a sale ends, its lane is soon not to be asked any more, which is nothing to worry about.
  const problem = note.problem ?? (stage === "ended" ? undefined : own.problem);
  const moment = { ...own, isSoldOut: now?.soldOut === true && now.final };
  return {
    title: `${section.title} · ${name}`,
    script,
    refresh: seconds === undefined || view.isStill ? undefined : { seconds, path },
    main: html`${marker(own)}
      <p class="eyebrow">
        <a href="${view.link(`/sales/${sale.id}`)}">${name}</a> · ${stateLabel(moment, view.locale)}
      </p>
      <h1>${section.title}</h1>
      ${note.hasLeft === true ? noticeBox(textsIn(waitingTexts, view.locale).hasLeft) : ""}
      ${problem === undefined ? "" : problemBox(problemText(problem, view.locale))} ${section.body}
      ${standing.number === undefined || isOver(stage) ? "" : registration(view, own)}
      ${takesCodes(stage) ? codeLink(view, sale.id) : ""}
      ${seconds === undefined ? "" : refreshNote(view, path, seconds)}`,
  };
}

/** What the script needs: where to look, what this page has seen, and the fan's place. */
function marker({ sale, now, standing, stage, nowMs }: OwnSale): Markup {
  const followsLog = stage === "waiting";
  const place = stage === "in-line" || stage === "placed" ? standing.place?.place : undefined;
  const limit = mostPerClaim(sale.variants);
  return html`<div
    data-now="/api/v1/sales/${sale.id}/now"
    data-server-time="${new Date(nowMs).toISOString()}"
    data-seen="${now === undefined ? "" : phaseSeen(now, place, followsLog)}"
    ${place === undefined ? "" : html`data-place="${place}"`}
    data-limit="${limit}"
    data-margin="${sale.admissionMargin}"
    ${followsLog ? html`data-follows="log"` : ""}
    ${stage === "your-turn" ? html`data-turn` : ""}
    hidden
  ></div>`;
}

function isOver(stage: Stage): boolean {
  return stage === "cancelled" || stage === "given-up" || stage === "claim-over";
}

/** The receipt, and the way out. */
function registration(view: PageView, { sale, standing, stage, state }: OwnSale): Markup {
  const t = textsIn(waitingTexts, view.locale);
  const mayLeave = state !== "ended" && stage !== "paid" && stage !== "barred";
  return html`<section aria-labelledby="registration">
    <h2 id="registration" class="only-read">${t.registeredTitle}</h2>
    <dl class="rows">
      ${
        standing.registeredAt === undefined
          ? ""
          : html`<div>
              <dt>${t.registeredOn}</dt>
              <dd>${timeTag(standing.registeredAt, view.locale)}</dd>
            </div>`
      }
      <div>
        <dt>${t.number}</dt>
        <dd>${formatNumber(standing.number ?? 0, view.locale)}</dd>
      </div>
    </dl>
    <p>
      <a href="/api/v1/sales/${sale.id}/registrations/mine" download="receipt-${sale.id}.json"
        >${t.receipt}</a
      ><br />
      <span class="soft">${t.receiptText}</span>
    </p>
    ${depositLink(view, sale)}
    ${mayLeave ? html`<p><a href="${view.link(`/sales/${sale.id}/leave`)}">${t.leave}</a></p>` : ""}
  </section>`;
}

/**
 * Without a script the page loads itself again, but never under a form that is being filled in. The
 * least times leave a screen reader its time; a turn lasts a minute or more.
 */
const REFRESH_LEAST_SECONDS: Partial<Record<Stage, number>> = {
  registered: 30,
  drawing: 15,
  placed: 20,
  "in-line": 10,
  paused: 15,
  waiting: 15,
  held: 60,
  "stock-gone": 60,
  paying: 10,
};

function refreshOf({ stage, now, problem }: OwnSale): number | undefined {
  if (problem !== undefined) return 10;
  const least = REFRESH_LEAST_SECONDS[stage];
  if (least === undefined) return undefined;
  return Math.max(least, now?.nextPollSeconds.most ?? 0);
}
