import { html } from "hono/html";
import type { InlineScript } from "../../../platform/pages/browser-script.ts";
import { formatDuration, formatNumber, nameIn } from "../../../platform/pages/formats.ts";
import type { Markup, PageContent } from "../../../platform/pages/layout.ts";
import type { PageView } from "../../../platform/pages/page-view.ts";
import { timeTag } from "../../../platform/pages/parts.ts";
import { textsIn } from "../../../platform/pages/texts.ts";
import { barReasonSentences, isBarReason, type SignedReport } from "../../sales/index.ts";
import type { ShownSale } from "../queries/find-shown-sale.ts";
import { drawSection } from "./draw-section.ts";
import { reportTexts } from "./report-texts.ts";

/** What is checked, and how: `millet verify`, as the command line has it. */
const COMMAND = "npm run cli -- verify report.json";

/** @param signed undefined until the sale is over */
export function reportPage(
  view: PageView,
  sale: ShownSale,
  signed: SignedReport | undefined,
  script: InlineScript,
): PageContent {
  const t = textsIn(reportTexts, view.locale);
  const name = nameIn(sale.names, view.locale);
  return {
    title: `${t.title} · ${name}`,
    description: `${t.title}: ${name}`,
    script,
    main: html`<p class="eyebrow"><a href="${view.link(`/sales/${sale.id}`)}">${name}</a></p>
      <h1>${t.title}</h1>
      <p class="lead">${t.lead}</p>
      ${signed === undefined ? html`<p class="notice">${t.notReady}</p>` : figures(view, signed)}
      ${signed === undefined ? "" : removals(view, signed)}
      ${signed === undefined ? "" : drawFacts(view, signed)} ${drawSection(view, sale)}
      ${verification(view, sale, signed)}`,
  };
}

function row(label: string, value: Markup | string): Markup {
  return html`<div>
    <dt>${label}</dt>
    <dd>${value}</dd>
  </div>`;
}

function figures(view: PageView, { report }: SignedReport): Markup {
  const t = textsIn(reportTexts, view.locale);
  const { totals, sale, final } = report;
  const number = (value: number) => formatNumber(value, view.locale);
  const { secondsToSellOut } = totals;
  return html`<section aria-labelledby="figures">
    <h2 id="figures">${t.figures}</h2>
    ${final ? "" : html`<p class="notice">${t.notFinal}</p>`}
    <dl class="rows">
      ${row(t.registrations, number(sale.registrations))}
      ${row(t.latecomers, number(sale.latecomers))}
      ${row(t.unitsOffered, number(totals.unitsOffered))}
      ${row(t.unitsSold, number(totals.unitsSold))} ${row(t.unitsHeld, number(totals.unitsHeld))}
      ${row(t.unitsFree, number(totals.unitsFree))} ${row(t.claims, number(totals.claims))}
      ${
        secondsToSellOut === null
          ? ""
          : row(t.secondsToSellOut, formatDuration(secondsToSellOut, view.locale))
      }
      ${row(t.expired, number(totals.expired))} ${row(t.released, number(totals.released))}
      ${row(t.returned, number(totals.returned))}
      ${row(t.fromReturns, number(totals.grantedFromReturns))}
      ${row(t.waitedInVain, number(totals.waitedInVain))}
    </dl>
  </section>`;
}

function removals(view: PageView, { report }: SignedReport): Markup {
  const t = textsIn(reportTexts, view.locale);
  const sentence = (reason: string) =>
    isBarReason(reason) ? barReasonSentences[reason][view.locale] : reason;
  const time = (at: string | null) => (at === null ? "–" : timeTag(new Date(at), view.locale));
  return html`<section aria-labelledby="removals">
    <h2 id="removals">${t.removals}</h2>
    ${
      report.removals.length === 0
        ? html`<p>${t.noRemovals}</p>`
        : html`<div class="scroll" tabindex="0" role="group" aria-labelledby="removals">
            <table>
              <thead>
                <tr>
                  <th scope="col">${t.place}</th>
                  <th scope="col">${t.reason}</th>
                  <th scope="col">${t.barredAt}</th>
                  <th scope="col">${t.restoredAt}</th>
                </tr>
              </thead>
              <tbody>
                ${report.removals.slice(0, ROWS_MOST).map(
                  (removal) =>
                    html`<tr>
                      <td>${formatNumber(removal.place, view.locale)}</td>
                      <td>${sentence(removal.reason)}</td>
                      <td>${time(removal.barredAt)}</td>
                      <td>${time(removal.restoredAt)}</td>
                    </tr>`,
                )}
              </tbody>
            </table>
          </div>`
    }
  </section>`;
}

/** The rest stands in the file; a page stays light. */
const ROWS_MOST = 100;

function drawFacts(view: PageView, { report }: SignedReport): Markup | "" {
  const { draw } = report;
  if (draw === null) return "";
  const t = textsIn(reportTexts, view.locale);
  const code = (text: string) => html`<span class="code">${text}</span>`;
  return html`<section aria-labelledby="drawn">
    <h2 id="drawn">${t.drawTitle}</h2>
    <dl class="rows">
      ${row(t.entrantCount, formatNumber(draw.entrants, view.locale))}
      ${draw.beacon === null ? "" : row(t.beacon, formatNumber(draw.beacon.round, view.locale))}
      ${row(t.root, code(draw.root))} ${row(t.seed, code(draw.seed))}
    </dl>
  </section>`;
}

function verification(view: PageView, { id }: ShownSale, signed: SignedReport | undefined): Markup {
  const t = textsIn(reportTexts, view.locale);
  const base = `/api/v1/sales/${id}/report`;
  if (signed === undefined) {
    return html`<section aria-labelledby="verify">
      <h2 id="verify">${t.verifyTitle}</h2>
      <p>${t.verifyBefore}</p>
    </section>`;
  }
  const { files, totals, publicKey } = signed.report;
  const file = (name: string, path: string, label: string) =>
    html`<li>
      <a href="${path}" download="${name}"><code>${name}</code></a>
      <span class="soft">${label}</span>
    </li>`;
  return html`<section aria-labelledby="verify">
    <h2 id="verify">${t.verifyTitle}</h2>
    <p>${t.verifyText}</p>
    <ul class="card plain">
      ${file("report.json", base, t.report)}
      ${files.entrants === null ? "" : file(files.entrants, `${base}/${files.entrants}`, t.entrants)}
      ${file(files.log, `${base}/${files.log}`, t.log)}
    </ul>
    <h3>${t.command}</h3>
    <pre><code>${COMMAND}</code></pre>
    ${files.entrants === null ? "" : html`<p>${t.verifyOwn}</p>`}
    <dl class="rows">
      ${row(t.lastDigest, html`<span class="code">${totals.lastDigest}</span>`)}
      ${row(t.signature, html`<span class="code">${signed.signature}</span>`)}
      ${row(t.publicKey, html`<span class="code">${publicKey}</span>`)}
    </dl>
  </section>`;
}
