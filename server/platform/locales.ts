/** The languages that Millet speaks, as BCP 47 tags. */
export const locales = ["en", "zh-Hans"] as const;

export type Locale = (typeof locales)[number];

export function isLocale(text: unknown): text is Locale {
  return locales.some((locale) => locale === text);
}

/** Which of them a site offers, and which it speaks to whoever prefers none of these. */
export interface OfferedLanguages {
  readonly languages: readonly Locale[];
  /** One of `languages`. */
  readonly defaultLanguage: Locale;
}

const everyLanguage: OfferedLanguages = { languages: locales, defaultLanguage: "en" };

/** The language somebody is written to: what is known of them, where the site offers it. */
export function offeredLocale(known: unknown, offered: OfferedLanguages): Locale {
  return isOffered(known, offered) ? known : offered.defaultLanguage;
}

export function isOffered(text: unknown, { languages }: OfferedLanguages): text is Locale {
  return isLocale(text) && languages.includes(text);
}

/**
 * The language that fits an `Accept-Language` header best (RFC 9110, section 12.5.4) among those
 * that are offered; the default one when none does. Every Chinese is answered in Simplified
 * Chinese, which more of its readers can read.
 */
export function preferredLocale(
  acceptLanguage: string | null | undefined,
  offered: OfferedLanguages = everyLanguage,
): Locale {
  let best: Locale = offered.defaultLanguage;
  let bestQuality = 0;
  for (const part of (acceptLanguage ?? "").slice(0, 200).split(",")) {
    const [range = "", ...parameters] = part.split(";").map((text) => text.trim().toLowerCase());
    const weight = parameters.find((parameter) => parameter.startsWith("q="));
    const quality = weight === undefined ? 1 : Number(weight.slice(2));
    const locale = range === "*" ? offered.defaultLanguage : localeOfRange(range);
    if (!isOffered(locale, offered) || !(quality > bestQuality)) continue;
    best = locale;
    bestQuality = quality;
  }
  return best;
}

function localeOfRange(range: string): Locale | undefined {
  const language = range.split("-")[0];
  if (language === "en") return "en";
  return language === "zh" ? "zh-Hans" : undefined;
}
