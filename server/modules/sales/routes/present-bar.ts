import type { Appeal, BarOfPlace } from "../queries/find-bar.ts";
import type { BarReason } from "../rules/bar-reasons.ts";

/** An appeal as the API shows it. */
export function presentAppeal({ id, state, text, answer, madeAt, decidedAt }: Appeal) {
  return {
    id,
    state,
    text,
    answer,
    madeAt: madeAt.toISOString(),
    decidedAt: decidedAt?.toISOString() ?? null,
  };
}

/** A bar as its fan sees it. */
export function presentBar({ reason, barredAt, appeal }: BarOfPlace) {
  return {
    reason: asBarReason(reason),
    barredAt: barredAt.toISOString(),
    appeal: appeal === null ? null : presentAppeal(appeal),
  };
}

/** Only reasons of the list are ever written. */
export function asBarReason(reason: string): BarReason {
  return reason as BarReason;
}
