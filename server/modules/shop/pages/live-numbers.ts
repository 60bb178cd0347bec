import type { Locale } from "../../../platform/locales.ts";
import { formatDuration, formatNumber } from "../../../platform/pages/formats.ts";
import { textsIn } from "../../../platform/pages/texts.ts";
import {
  type Chance,
  chanceOf,
  expectedWaitSeconds,
  type LineView,
  placesAhead,
} from "../rules/chances.ts";
import { liveTexts } from "./live-texts.ts";

/** What of `now` the numbers are made from; server and script read the same document. */
export interface NowNumbers {
  readonly line: { readonly admittedThrough: number; readonly admittedPerMinute: number } | null;
  readonly units: { readonly free: number; readonly held: number; readonly sold: number };
  readonly claims: { readonly held: number; readonly paid: number };
}

/** What of `now` decides what a page is about. */
export interface NowPhase extends Pick<NowNumbers, "line"> {
  readonly state: string;
  readonly asOf: { readonly sequence: number } | null;
  readonly soldOut: boolean;
  readonly final: boolean;
}

/**
 * What a page has seen of `now`, for its script: where that is something else, the page would say
 * something else and is loaded again.
 * @param place of the fan whose page it is
 * @param followsLog whether any record of the lane may change the page, as for who waits for units
 */
export function phaseSeen(now: NowPhase, place: number | undefined, followsLog: boolean): string {
  const isCalled = place !== undefined && now.line !== null && place <= now.line.admittedThrough;
  return [
    now.state,
    ...(now.soldOut && now.final ? ["final"] : []),
    ...(isCalled ? ["called"] : []),
    ...(followsLog ? [String(now.asOf?.sequence ?? "")] : []),
  ].join(" ");
}

/** The sale's terms that the chance depends on, and the fan's place. */
export interface PlaceTerms {
  readonly place: number;
  readonly claimLimit: number;
  readonly admissionMargin: number;
}

/** The most units that one claim may have, of all variants together. */
export function mostPerClaim(variants: readonly { readonly claimLimit: number }[]): number {
  return variants.reduce((sum, variant) => sum + variant.claimLimit, 0);
}

export interface LiveNumbers {
  readonly ahead: string;
  readonly free: string;
  readonly wait: string;
  readonly chance: string;
  /** What the estimate rests on; empty where there is none. */
  readonly share: string;
}

export function lineViewOf(now: NowNumbers, terms: PlaceTerms): LineView {
  return {
    ...terms,
    admittedThrough: now.line?.admittedThrough ?? 0,
    admittedPerMinute: now.line?.admittedPerMinute ?? 0,
    freeUnits: now.units.free,
    takenUnits: now.units.held + now.units.sold,
    takenClaims: now.claims.held + now.claims.paid,
  };
}

/** The numbers of a fan in line as they are shown; the script writes the same ones. */
export function liveNumbers(view: LineView, locale: Locale): LiveNumbers {
  const t = textsIn(liveTexts, locale);
  const number = (value: number) => formatNumber(value, locale);
  const chance = chanceOf(view);
  const words = { assured: t.assured, unknown: t.unknown, "none-free": t.noneFree };
  return {
    ahead: number(placesAhead(view)),
    free: number(view.freeUnits),
    wait: waitOf(view, chance, locale),
    chance:
      chance.kind === "estimated" ? t.estimated(number(chance.inHundred)) : words[chance.kind],
    share: chance.kind === "estimated" ? t.share(number(chance.takenPerHundred)) : "",
  };
}

/**
 * No wait is told more exactly than it is known: whole minutes, at most two figures, and none where
 * the line does not move on by itself.
 */
function waitOf(view: LineView, chance: Chance, locale: Locale): string {
  const t = textsIn(liveTexts, locale);
  if (chance.kind === "none-free") return t.waitReturns;
  if (chance.kind === "unknown") return t.waitDepends;
  const seconds = expectedWaitSeconds(view);
  if (seconds === undefined) return t.waitUnknown;
  if (seconds < 60) return t.waitSoon;
  const minutes = Math.ceil(seconds / 60);
  const rounded = minutes < 20 ? minutes : Math.ceil(minutes / 5) * 5;
  return t.waitAbout(formatDuration(rounded * 60, locale));
}
