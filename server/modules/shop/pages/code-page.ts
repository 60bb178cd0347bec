import { html } from "hono/html";
import type { InlineScript } from "../../../platform/pages/browser-script.ts";
import { colonIn, formatDuration, gapIn, nameIn } from "../../../platform/pages/formats.ts";
import type { Markup, PageContent } from "../../../platform/pages/layout.ts";
import type { PageView } from "../../../platform/pages/page-view.ts";
import { problemBox, timeTag } from "../../../platform/pages/parts.ts";
import { textsIn } from "../../../platform/pages/texts.ts";
import type { OwnSale } from "../queries/find-own-sale.ts";
import type { Stage } from "../rules/stages.ts";
import { fieldProblem, invalid } from "./address-form.ts";
import { codeTexts } from "./code-texts.ts";
import { problemText } from "./problem-texts.ts";
import { saleTexts } from "./sale-texts.ts";

/** More than a code has with any spaces and hyphens that somebody types. */
export const CODE_CHARACTERS_MOST = 60;

/** What a code that was not taken left to be said. */
export interface CodeNote {
  /** The code of a failure. */
  readonly problem?: string | undefined;
  /** What was typed, for correcting it. */
  readonly typed?: string | undefined;
  /** Until a code may be tried again. */
  readonly waitSeconds?: number | undefined;
}

/** Stages in which a friend code is worth nothing to the fan, so that nobody is asked for one. */
const CODELESS: ReadonlySet<Stage> = new Set([
  "held",
  "paying",
  "paid",
  "barred",
  "ended",
  "cancelled",
]);

export function takesCodes(stage: Stage): boolean {
  return !CODELESS.has(stage);
}

/** Where a friend code is typed. It never stands in an address, which others may read. */
export function codePage(
  view: PageView,
  own: OwnSale,
  note: CodeNote,
  script: InlineScript,
): PageContent {
  const t = textsIn(codeTexts, view.locale);
  const { sale } = own;
  const name = nameIn(sale.names, view.locale);
  const atField = fieldText(view, note);
  const problems = atField === undefined ? {} : { code: atField };
  const elsewhere = atField === undefined ? note.problem : undefined;
  return {
    title: `${t.title} · ${name}`,
    script,
    main: html`<p class="eyebrow"><a href="${view.link(`/sales/${sale.id}`)}">${name}</a></p>
      <h1>${t.title}</h1>
      <p class="lead">${t.lead}</p>
      ${elsewhere === undefined ? "" : problemBox(problemText(elsewhere, view.locale))}
      ${circumstances(view, own)}
      <form class="card" method="post" action="/sales/${sale.id}/code" novalidate>
        <div class="field">
          <label for="code">${t.label}</label>
          <input
            id="code"
            name="code"
            class="code"
            value="${note.typed ?? ""}"
            maxlength="${CODE_CHARACTERS_MOST}"
            autocomplete="off"
            autocapitalize="characters"
            spellcheck="false"
            ${atField === undefined ? html`aria-describedby="code-hint"` : invalid("code", problems)}
          />
          <p id="code-hint" class="soft">${t.hint}</p>
          ${fieldProblem("code", problems)}
        </div>
        <p class="actions"><button>${t.button}</button></p>
      </form>
      <p><a href="${view.link(`/sales/${sale.id}/waiting`)}">${t.back}</a></p>`,
  };
}

/** The link to the form, for a fan to whom a code is worth something. */
export function codeLink(view: PageView, saleId: string): Markup {
  const t = textsIn(codeTexts, view.locale);
  const href = view.link(`/sales/${saleId}/code`);
  return html`<p>${t.ask}${gapIn(view.locale)}<a href="${href}">${t.askLink}</a></p>`;
}

/** What is wrong with the code itself; what is wrong otherwise stands above the form. */
function fieldText(view: PageView, { problem, waitSeconds }: CodeNote): string | undefined {
  const t = textsIn(codeTexts, view.locale);
  switch (problem) {
    case "code_malformed":
    case "code_unknown":
    case "code_used":
    case "code_over":
    case "sale_not_open":
      return t[problem];
    case "too_many_codes":
      return t.too_many_codes(formatDuration(waitSeconds ?? 0, view.locale));
    case undefined:
    default:
      return undefined;
  }
}

/** When codes count, and what the code does besides claiming. */
function circumstances(view: PageView, { sale, state, stage, standing }: OwnSale): Markup | "" {
  const t = textsIn(codeTexts, view.locale);
  if (stage === "waiting") return html`<p>${t.forWaiting}</p>`;
  if (state !== "selling" && state !== "paused") {
    const s = textsIn(saleTexts, view.locale);
    const at = sale.opensAt === null ? s.byOperator : timeTag(sale.opensAt, view.locale);
    return html`<div class="notice">
      <p>${t.countsFrom}</p>
      <p>${s.saleOpens}${colonIn(view.locale)}${at}</p>
    </div>`;
  }
  if (state === "paused") return html`<p class="notice">${t.paused}</p>`;
  return standing.number === undefined ? html`<p>${t.registers}</p>` : "";
}
