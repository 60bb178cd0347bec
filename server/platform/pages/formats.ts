import type { Locale } from "../locales.ts";

const numbers = perLocale((locale) => new Intl.NumberFormat(locale));
const dates = perLocale(
  (locale) =>
    new Intl.DateTimeFormat(locale, {
      year: "numeric",
      month: "short",
      day: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
      timeZone: "UTC",
    }),
);

export function formatNumber(value: number, locale: Locale): string {
  return numbers(locale).format(value);
}

/**
 * An instant in UTC, with the zone's name beside it: without a script the server cannot know where
 * its reader is, and a time without a zone would be a guess.
 */
export function formatInstant(at: Date, locale: Locale): string {
  return `${dates(locale).format(at)} UTC`;
}

const moneys = new Map<string, Intl.NumberFormat>();

/**
 * An amount with its currency, such as ¥1,999 or $0.50.
 * @param amountMinor whole minor units
 * @param minorDigits how many decimal digits a minor unit stands for
 */
export function formatMoney(
  amountMinor: number,
  currency: string,
  minorDigits: number,
  locale: Locale,
): string {
  const key = `${locale} ${currency} ${minorDigits}`;
  let format = moneys.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(locale, {
      style: "currency",
      currency,
      minimumFractionDigits: minorDigits,
      maximumFractionDigits: minorDigits,
      trailingZeroDisplay: "stripIfInteger",
    });
    moneys.set(key, format);
  }
  return format.format(amountMinor / 10 ** minorDigits);
}

/** How long something lasts, in its largest whole unit and the next: "15 minutes", "2 小时 5 分钟". */
export function formatDuration(seconds: number, locale: Locale): string {
  const whole = Math.max(0, Math.round(seconds));
  const [large, small] =
    whole >= 86_400
      ? ([
          ["day", 86_400],
          ["hour", 3_600],
        ] as const)
      : whole >= 3_600
        ? ([
            ["hour", 3_600],
            ["minute", 60],
          ] as const)
        : ([
            ["minute", 60],
            ["second", 1],
          ] as const);
  const count = Math.floor(whole / large[1]);
  const rest = Math.floor((whole % large[1]) / small[1]);
  const parts = [
    ...(count > 0 ? [unitOf(count, large[0], locale)] : []),
    ...(rest > 0 || count === 0 ? [unitOf(rest, small[0], locale)] : []),
  ];
  return parts.join(" ");
}

function unitOf(count: number, unit: string, locale: Locale): string {
  const unitDisplay = locale === "zh-Hans" ? "short" : "long";
  const text = new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay }).format(count);
  // Chinese is set with a space between digits and characters everywhere on the pages.
  return text.replace(/(\d)(?=\p{Script=Han})/u, "$1 ");
}

/** What stands between a sentence or its colon and what follows; Chinese marks bring their own. */
export function gapIn(locale: Locale): string {
  return locale === "zh-Hans" ? "" : " ";
}

/** A colon between a label and what it is for. */
export function colonIn(locale: Locale): string {
  return locale === "zh-Hans" ? "：" : ": ";
}

/** Sentences one after another. */
export function joinSentences(sentences: readonly string[], locale: Locale): string {
  return sentences.join(gapIn(locale));
}

/** The name in the reader's language, else in English, else in any. */
export function nameIn(names: Readonly<Record<string, string>>, locale: Locale): string {
  return names[locale] ?? names["en"] ?? Object.values(names)[0] ?? "";
}

function perLocale<Format>(make: (locale: Locale) => Format): (locale: Locale) => Format {
  const made = new Map<Locale, Format>();
  return (locale) => {
    let format = made.get(locale);
    if (format === undefined) made.set(locale, (format = make(locale)));
    return format;
  };
}
