import { language } from "./language.ts";

/** Numbers, money and times as the page's language writes them, in the time zone of the browser. */
const locale = language === "zh-Hans" ? "zh-Hans-CN" : "en";

const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const decimal = new Intl.NumberFormat(locale, { maximumSignificantDigits: 4 });
const short = new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
const dateOnly = new Intl.DateTimeFormat(locale, { dateStyle: "medium" });
const clock = new Intl.DateTimeFormat(locale, { timeStyle: "medium" });
const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });

export const formatNumber = (value: number): string => whole.format(value);

/** For what is measured: `0.0312`, `12.5`, `24,530`. */
export const formatMeasured = (value: number): string =>
  Math.abs(value) >= 1_000 ? whole.format(value) : decimal.format(value);

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

const currencyNames = new Intl.DisplayNames(locale, { type: "currency" });

/** `Chinese Yuan`; the code itself where it has no name. */
export const formatCurrencyName = (currency: string): string =>
  currencyNames.of(currency) ?? currency;

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

const units = ["day", "hour", "minute", "second", "millisecond"] as const;
const unitFormats = new Map(
  units.map((unit) => [
    unit,
    new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "short" }),
  ]),
);

const inUnit = (unit: (typeof units)[number], value: number): string =>
  unitFormats.get(unit)?.format(value) ?? "";

/** `12 ms`, `3.4 ms`. */
export const formatMilliseconds = (ms: number): string =>
  inUnit("millisecond", ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms));

/** The two largest units: `3 min 20 sec`, `2 days 4 hr`; below ten seconds with a tenth. */
export function formatDuration(ms: number): string {
  if (ms > 0 && ms < 9_950) return inUnit("second", Math.round(ms / 100) / 10);
  const seconds = Math.max(0, Math.round(ms / 1000));
  const parts = [
    ["day", Math.floor(seconds / 86_400)],
    ["hour", Math.floor(seconds / 3_600) % 24],
    ["minute", Math.floor(seconds / 60) % 60],
    ["second", seconds % 60],
  ] as const;
  const first = parts.findIndex(([, value]) => value > 0);
  if (first === -1) return inUnit("second", 0);
  return parts
    .slice(first, first + 2)
    .filter(([, value], index) => index === 0 || value > 0)
    .map(([unit, value]) => inUnit(unit, value))
    .join(" ");
}
