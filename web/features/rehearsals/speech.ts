import { formatMeasured, formatNumber } from "../../ui/formats.ts";
import { useTexts, type Say } from "../../ui/language.ts";
import { figureTexts } from "./figure-texts.ts";
import { type AnyFigure, shapeOf } from "./figures.ts";
import type { rehearsalsTexts } from "./rehearsals-texts.ts";

type RehearsalsWords = typeof rehearsalsTexts extends { readonly keys?: infer Key } ? Key : never;

export type SayOfRehearsals = Say<Extract<RehearsalsWords, string>>;

/** A time as it takes: `12 s`, `3 min 20 s`. */
export function sayDuration(t: SayOfRehearsals, seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return t("seconds", { value: whole });
  return t("minutes", { minutes: formatNumber(Math.floor(whole / 60)), seconds: whole % 60 });
}

/** A figure with its unit; null where it could not be measured. */
export function sayFigure(t: SayOfRehearsals, name: AnyFigure, value: number | null): string {
  if (value === null) {
    return t(name.startsWith("secondsToSellOut") ? "notSoldOut" : "notMeasured");
  }
  const { kind } = shapeOf(name);
  return kind === "count" ? formatNumber(value) : t(kind, { value: formatMeasured(value) });
}

/** What each figure is called. */
export function useFigureNames(): (name: AnyFigure) => string {
  const t = useTexts(figureTexts);
  // The words' keys are the names with the library's own separator taken out.
  return (name) => t(name.replace(".", "_") as Parameters<typeof t>[0]);
}

/** In the reader's language what a refusal means. */
export function explainIn(t: SayOfRehearsals): (code: string) => string | undefined {
  return (code) => {
    switch (code) {
      case "rehearsal_running":
      case "sale_near":
      case "rehearsal_over":
      case "rehearsal_elsewhere":
        return t(code);
      default:
        return undefined;
    }
  };
}

/** What a rehearsal is called everywhere. */
export function nameOf(
  t: SayOfRehearsals,
  options: { readonly fans: number; readonly units: number },
): string {
  return t("name", { fans: formatNumber(options.fans), units: formatNumber(options.units) });
}

/** How it differs from the plainest one; empty if it does not. */
export function sayKind(
  t: SayOfRehearsals,
  options: { readonly pays: boolean; readonly kills: number; readonly preload: boolean },
): string {
  return [
    ...(options.pays ? [t("with_pays")] : []),
    ...(options.kills > 0 ? [t("with_kills", { count: options.kills })] : []),
    ...(options.preload ? [t("with_preload")] : []),
  ].join(" · ");
}
