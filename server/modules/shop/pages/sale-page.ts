import { html } from "hono/html";
import {
  formatDuration,
  formatNumber,
  joinSentences,
  nameIn,
} from "../../../platform/pages/formats.ts";
import type { Markup, PageContent } from "../../../platform/pages/layout.ts";
import type { PageView } from "../../../platform/pages/page-view.ts";
import { countdownTag, timeTag } from "../../../platform/pages/parts.ts";
import type { InlineScript } from "../../../platform/pages/browser-script.ts";
import { textsIn } from "../../../platform/pages/texts.ts";
import type { Product } from "../../catalogue/index.ts";
import type { NowDocument } from "../../sales/index.ts";
import { drawSection } from "./draw-section.ts";
import { phaseSeen } from "./live-numbers.ts";
import { isUpcoming, nextDate, type SaleMoment, stateLabel } from "./sale-state.ts";
import { saleTexts } from "./sale-texts.ts";
import { variantList } from "./variant-list.ts";

/** What the page of a sale is about. */
export interface SaleContent {
  readonly moment: SaleMoment;
  readonly now: NowDocument | undefined;
  /** Of which it sells variants. */
  readonly products: readonly Product[];
}

/** A sale as everybody sees it; nothing on it is about its reader. */
export function salePage(
  view: PageView,
  { moment, now, products }: SaleContent,
  script: InlineScript,
  { isPreview = false }: { readonly isPreview?: boolean } = {},
): PageContent {
  const { sale } = moment;
  const name = nameIn(sale.names, view.locale);
  return {
    title: name,
    description: `${name}: ${stateLabel(moment, view.locale)}`,
    script,
    main: html`<div
        data-now="/api/v1/sales/${sale.id}/now"
        data-seen="${now === undefined ? "" : phaseSeen(now, undefined, false)}"
        hidden
      ></div>
      <p class="eyebrow">${stateLabel(moment, view.locale)}</p>
      <h1>${name}</h1>
      ${next(view, moment)} ${isPreview ? "" : actions(view, moment)} ${facts(view, moment, now)}
      ${variantList(view, { sale, now, products })} ${howItWorks(view, moment)}
      ${drawSection(view, sale)} ${dates(view, moment)}`,
  };
}

function next(view: PageView, moment: SaleMoment): Markup | "" {
  const date = nextDate(moment, view.locale);
  if (date === undefined) return "";
  return html`<p class="lead">${date.label} ${timeTag(date.at, view.locale)}</p>
    ${moment.state === "selling" ? "" : countdownTag(date.at, view.locale)}`;
}

function actions(view: PageView, moment: SaleMoment): Markup | "" {
  const t = textsIn(saleTexts, view.locale);
  const { sale, state } = moment;
  const waiting = view.link(`/sales/${sale.id}/waiting`);
  const report = view.link(`/sales/${sale.id}/report`);
  if (state === "cancelled") return "";
  if (state === "ended") {
    return html`<p class="actions">
      <a class="button" href="${waiting}">${t.toResult}</a>
      <a class="button quiet" href="${report}">${t.toReport}</a>
    </p>`;
  }
  if (isUpcoming(moment)) return "";
  const label = state === "registering" ? t.register : t.toPlace;
  return html`<p class="actions"><a class="button" href="${waiting}">${label}</a></p>
    ${state === "registering" ? html`<p class="soft">${t.signInFirst}</p>` : ""}`;
}

function facts(view: PageView, moment: SaleMoment, now: NowDocument | undefined): Markup {
  const t = textsIn(saleTexts, view.locale);
  const { sale, state } = moment;
  const number = (value: number) => formatNumber(value, view.locale);
  const stock = sale.variants.reduce((sum, variant) => sum + variant.stock, 0);
  const isLive = now !== undefined && (state === "selling" || state === "paused");
  return html`<dl class="facts card">
    ${
      isLive
        ? html`<div>
            <dt>${t.unitsLeft}</dt>
            <dd data-live="free">${number(now.units.free)}</dd>
          </div>`
        : ""
    }
    <div>
      <dt>${t.unitsInAll}</dt>
      <dd>${number(now?.units.stock ?? stock)}</dd>
    </div>
    <div>
      <dt>${t.registrations}</dt>
      <dd>${number(sale.registrations)}</dd>
    </div>
    ${
      isLive && now.line !== null
        ? html`<div>
            <dt>${t.line}</dt>
            <dd data-live="called">${number(now.line.admittedThrough)}</dd>
          </div>`
        : ""
    }
  </dl>`;
}

function howItWorks(view: PageView, { sale }: SaleMoment): Markup {
  const t = textsIn(saleTexts, view.locale);
  const hold = formatDuration(sale.holdSeconds, view.locale);
  const steps =
    sale.kind === "draw"
      ? [t.stepRegister, t.stepDraw, t.stepTurn]
      : [t.stepOpenRegister, t.stepOpenClaim];
  const limits = [
    ...(sale.ordersPerAddress === null
      ? []
      : [t.perAddress(formatNumber(sale.ordersPerAddress, view.locale))]),
    ...(sale.ordersPerInstrument === null
      ? []
      : [t.perInstrument(formatNumber(sale.ordersPerInstrument, view.locale))]),
  ];
  return html`<section aria-labelledby="how">
    <h2 id="how">${t.howTitle}</h2>
    <ol>
      ${[...steps, t.stepHold(hold), t.stepReturn].map((step) => html`<li>${step}</li>`)}
    </ol>
    ${limits.length === 0 ? "" : html`<p>${joinSentences(limits, view.locale)}</p>`}
  </section>`;
}

function dates(view: PageView, { sale }: SaleMoment): Markup {
  const t = textsIn(saleTexts, view.locale);
  const rows: readonly (readonly [string, Date | null])[] = [
    ...(sale.registrationOpensAt === null
      ? []
      : [[t.registrationOpens, sale.registrationOpensAt] as const]),
    ...(sale.kind === "draw"
      ? [
          [t.registrationCloses, sale.registrationClosesAt] as const,
          [t.drawAt, sale.draw?.beacon?.at ?? null] as const,
        ]
      : []),
    [t.saleOpens, sale.opensAt],
    ...(sale.endsAt === null ? [] : [[t.saleEnds, sale.endsAt] as const]),
  ];
  return html`<section aria-labelledby="dates">
    <h2 id="dates">${t.dates}</h2>
    <dl class="rows">
      ${rows.map(
        ([label, at]) =>
          html`<div>
            <dt>${label}</dt>
            <dd>${at === null ? t.byOperator : timeTag(at, view.locale)}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
}
