import type { Locale } from "../../../platform/locales.ts";
import { textsIn } from "../../../platform/pages/texts.ts";
import type { ShownSale } from "../queries/find-shown-sale.ts";
import { saleTexts } from "./sale-texts.ts";

/** What everybody may know of a sale at this moment. */
export interface SaleMoment {
  readonly sale: ShownSale;
  /** The lane knows first whether a sale sells; its row follows. */
  readonly state: ShownSale["state"];
  readonly isSoldOut: boolean;
  readonly nowMs: number;
}

export function isUpcoming({ sale, state, nowMs }: SaleMoment): boolean {
  const opensAt = sale.registrationOpensAt?.getTime() ?? 0;
  return state === "registering" && opensAt > nowMs;
}

/** Whether a sale is on now, coming or over. */
export function saleGroupOf(state: SaleMoment["state"]): "now" | "coming" | "over" {
  if (state === "selling" || state === "paused") return "now";
  return state === "ended" || state === "cancelled" ? "over" : "coming";
}

/** The sale's state as a fan reads it. */
export function stateLabel(moment: SaleMoment, locale: Locale): string {
  const t = textsIn(saleTexts, locale);
  switch (moment.state) {
    case "draft":
    case "registering":
      return isUpcoming(moment) ? t.stateUpcoming : t.stateRegistering;
    case "closed":
      return t.stateClosed;
    case "drawn":
      return t.stateDrawn;
    case "selling":
      return moment.isSoldOut ? t.stateSoldOut : t.stateSelling;
    case "paused":
      return t.statePaused;
    case "ended":
      return t.stateEnded;
    case "cancelled":
      return t.stateCancelled;
  }
}

/** The next date of the sale, and what happens then; undefined where an operator decides. */
export function nextDate(
  moment: SaleMoment,
  locale: Locale,
): { readonly label: string; readonly at: Date } | undefined {
  const t = textsIn(saleTexts, locale);
  const { sale, state, nowMs } = moment;
  const dates: Partial<Record<ShownSale["state"], readonly [string, Date | null][]>> = {
    registering: [
      [t.registrationOpens, sale.registrationOpensAt],
      [t.registrationCloses, sale.registrationClosesAt],
      [t.saleOpens, sale.opensAt],
    ],
    closed: [
      [t.drawAt, sale.draw?.beacon?.at ?? null],
      [t.saleOpens, sale.opensAt],
    ],
    drawn: [[t.saleOpens, sale.opensAt]],
    selling: [[t.saleEnds, sale.endsAt]],
    paused: [[t.saleEnds, sale.endsAt]],
  };
  for (const [label, at] of dates[state] ?? []) {
    if (at !== null && at.getTime() > nowMs) return { label, at };
  }
  return undefined;
}
