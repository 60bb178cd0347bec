import { html } from "hono/html";
import { colonIn, formatNumber } from "../../../platform/pages/formats.ts";
import type { Markup } from "../../../platform/pages/layout.ts";
import type { PageView } from "../../../platform/pages/page-view.ts";
import { textsIn } from "../../../platform/pages/texts.ts";
import type { OwnSale } from "../queries/find-own-sale.ts";
import { lineViewOf, liveNumbers, mostPerClaim } from "./live-numbers.ts";
import { waitingTexts } from "./waiting-texts.ts";

/** Place, people ahead, units left, wait and chance, and how the last two are found. */
export function lineSection(view: PageView, { sale, standing, now, stage }: OwnSale): Markup | "" {
  const place = standing.place?.place;
  if (place === undefined || now === undefined) return "";
  const t = textsIn(waitingTexts, view.locale);
  const terms = {
    place,
    claimLimit: mostPerClaim(sale.variants),
    admissionMargin: sale.admissionMargin,
  };
  const numbers = liveNumbers(lineViewOf(now, terms), view.locale);
  const isMoving = stage === "in-line";
  return html`<div class="card">
    ${
      isMoving
        ? html`<p class="soft">${t.ahead}</p>
            <p><strong class="figure" data-live="ahead">${numbers.ahead}</strong></p>
            ${progress(view, place, now.line?.admittedThrough ?? 0)}`
        : ""
    }
    <dl class="facts">
      <div>
        <dt>${t.unitsLeft}</dt>
        <dd data-live="free">${numbers.free}</dd>
      </div>
    </dl>
    ${
      isMoving
        ? html`<p>
            <span class="soft">${t.wait}</span><br />
            <strong data-live="wait">${numbers.wait}</strong>
          </p>`
        : ""
    }
    <p>
      <span class="soft">${t.chance}</span><br />
      <strong data-live="chance">${numbers.chance}</strong>
      <span class="soft" data-live="share">${numbers.share}</span>
    </p>
    <details>
      <summary>${t.chanceHow}</summary>
      <p>${t.chanceMethod}</p>
      <p>${t.waitMethod}</p>
    </details>
  </div>`;
}

/** How far the line has come, as a bar with its words; the script moves both. */
function progress(view: PageView, place: number, admittedThrough: number): Markup {
  const t = textsIn(waitingTexts, view.locale);
  return html`<p id="progress" class="soft">
      ${t.calledThrough}${colonIn(view.locale)}<span data-live="called"
        >${formatNumber(admittedThrough, view.locale)}</span
      >
      · ${t.place}${colonIn(view.locale)}${formatNumber(place, view.locale)}
    </p>
    <progress
      aria-labelledby="progress"
      data-live-bar
      max="${place}"
      value="${admittedThrough}"
    ></progress>`;
}
