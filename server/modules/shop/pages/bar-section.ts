import { html } from "hono/html";
import { gapIn } from "../../../platform/pages/formats.ts";
import type { Markup } from "../../../platform/pages/layout.ts";
import type { PageView } from "../../../platform/pages/page-view.ts";
import { timeTag } from "../../../platform/pages/parts.ts";
import { textsIn } from "../../../platform/pages/texts.ts";
import { barReasonSentences, isBarReason, type Standing } from "../../sales/index.ts";
import type { OwnSale } from "../queries/find-own-sale.ts";
import { removalTexts } from "./removal-texts.ts";
import type { StageSection, WaitingNote } from "./waiting-page.ts";

/** The longest and the shortest appeal that is taken. */
export const APPEAL_CHARACTERS = { least: 10, most: 4_000 };

/** Why the place was removed, and what the fan can do about it. */
export function barSection(
  view: PageView,
  { sale, standing }: OwnSale,
  note: WaitingNote,
): StageSection {
  const t = textsIn(removalTexts, view.locale);
  const { bar } = standing;
  const title = t.barredTitle;
  if (bar === undefined) return { title, body: html`<p>${t.barredMeans}</p>` };
  const { reason } = bar;
  const sentence = isBarReason(reason) ? barReasonSentences[reason][view.locale] : reason;
  const body = html`<div class="problem">
      <p>${t.barredReason}${gapIn(view.locale)}<strong>${sentence}</strong></p>
      <p class="soft">${t.barredOn} ${timeTag(bar.barredAt, view.locale)}</p>
    </div>
    <p>${t.barredMeans}</p>
    ${bar.appeal === null ? appealForm(view, sale.id, note) : appealState(view, bar.appeal)}`;
  return { title, body };
}

function appealForm(view: PageView, saleId: string, note: WaitingNote): Markup {
  const t = textsIn(removalTexts, view.locale);
  const isWrong = note.appeal !== undefined;
  return html`<section aria-labelledby="appeal">
    <h2 id="appeal">${t.appealTitle}</h2>
    <p>${t.appealText}</p>
    <form method="post" action="/sales/${saleId}/appeals">
      <div class="field">
        <label for="appeal-text">${t.appealLabel}</label>
        <textarea
          id="appeal-text"
          name="text"
          rows="6"
          required
          maxlength="${APPEAL_CHARACTERS.most}"
          ${isWrong ? html`aria-invalid="true" aria-describedby="appeal-problem"` : ""}
        >
${note.appeal ?? ""}</textarea>
        ${
          isWrong
            ? html`<p id="appeal-problem" class="field-problem" role="alert">${t.appealProblem}</p>`
            : ""
        }
      </div>
      <p class="actions"><button>${t.appealButton}</button></p>
    </form>
  </section>`;
}

type Appeal = NonNullable<NonNullable<Standing["bar"]>["appeal"]>;

function appealState(view: PageView, appeal: Appeal): Markup {
  const t = textsIn(removalTexts, view.locale);
  return html`<section aria-labelledby="appeal">
    <h2 id="appeal">${t.appealTitle}</h2>
    <p class="notice">${appeal.state === "open" ? t.appealOpen : t.appealUpheld}</p>
    <h3>${t.yourWords}</h3>
    <blockquote>${appeal.text}</blockquote>
    ${
      appeal.answer === ""
        ? ""
        : html`<h3>${t.answer}</h3>
            <blockquote>${appeal.answer}</blockquote>`
    }
  </section>`;
}
