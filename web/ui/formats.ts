import { language } from "./language.ts";

/** Numbers, money and times as the page's language writes them, in the time zone of the browser. */
const locale = language === "zh-Hans" ? "zh-Hans-CN" : "en";

const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
const dateOnly = new Intl.DateTimeFormat(locale, { dateStyle: "medium" });
const clock = new Intl.DateTimeFormat(locale, { timeStyle: "medium" });
const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });

export const formatNumber = (value: number): string => whole.format(value);

/** For axes and tiles: `12.3K`. */
export const formatShort = (value: number): string => short.format(value);

/** @param share of one */
export const formatPercent = (share: number): string => percent.format(share);

/** @param at ISO 8601 */
export const formatDateTime = (at: string): string => dateTime.format(new Date(at));

export const formatDate = (at: string): string => dateOnly.format(new Date(at));

export const formatClock = (at: string | number): string => clock.format(new Date(at));

/** The browser's time zone by its name, such as `Europe/London`. */
export const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/**
 * @param amountMinor in the currency's minor unit, as the API gives it
 * @param minorDigits as the API gives them beside a price; of a few currencies browsers know others
 */
export function formatMoney(amountMinor: number, currency: string, minorDigits?: number): string {
  const format = new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    ...(minorDigits === undefined
      ? {}
      : { minimumFractionDigits: minorDigits, maximumFractionDigits: minorDigits }),
  });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amountMinor / 10 ** digits);
}

const STEPS: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number])[] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** `in 3 hours`, `2 days ago`. */
export function formatFromNow(at: string, nowMs = Date.now()): string {
  const seconds = (Date.parse(at) - nowMs) / 1000;
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return relative.format(Math.round(seconds / size), unit);
  }
  return relative.format(Math.round(seconds), "second");
}
