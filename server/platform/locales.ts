/** The languages that Millet speaks, as BCP 47 tags. */
export const locales = ["en", "zh-Hans"] as const;

export type Locale = (typeof locales)[number];

export function isLocale(text: unknown): text is Locale {
  return locales.some((locale) => locale === text);
}

/**
 * The language that fits an `Accept-Language` header best (RFC 9110, section 12.5.4); English when
 * none does. Every Chinese is answered in Simplified Chinese, which more of its readers can read.
 */
export function preferredLocale(acceptLanguage: string | null | undefined): Locale {
  let best: Locale = "en";
  let bestQuality = 0;
  for (const part of (acceptLanguage ?? "").slice(0, 200).split(",")) {
    const [range = "", ...parameters] = part.split(";").map((text) => text.trim().toLowerCase());
    const weight = parameters.find((parameter) => parameter.startsWith("q="));
    const quality = weight === undefined ? 1 : Number(weight.slice(2));
    const locale = localeOfRange(range);
    if (locale === undefined || !(quality > bestQuality)) continue;
    best = locale;
    bestQuality = quality;
  }
  return best;
}

function localeOfRange(range: string): Locale | undefined {
  if (range === "*") return "en";
  const language = range.split("-")[0];
  if (language === "en") return "en";
  return language === "zh" ? "zh-Hans" : undefined;
}
