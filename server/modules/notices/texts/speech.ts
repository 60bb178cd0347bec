import type { Locale } from "../../../platform/locales.ts";
import {
  formatDuration,
  formatInstant,
  formatMoney,
  formatNumber,
  nameIn,
} from "../../../platform/pages/formats.ts";
import { minorDigitsOf } from "../../catalogue/index.ts";

/** The words of one mail, before the address of the page that it leads to. */
export interface Words {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  /** Stands before the address. */
  readonly link: string;
}

/** A mail's words in every language; a missing translation does not compile. */
export type Wording<Facts> = Readonly<Record<Locale, (facts: Facts) => Words>>;

/** Names by language. */
type Names = Readonly<Record<string, string>>;

/** How facts are said in one language. */
export interface Speech {
  readonly locale: Locale;
  /** In UTC, with the zone's name: nothing is known of where the reader is. */
  instant(at: Date): string;
  duration(seconds: number): string;
  number(value: number): string;
  money(amountMinor: number, currency: string): string;
  name(names: Names): string;
}

export function speechIn(locale: Locale): Speech {
  return {
    locale,
    instant: (at) => formatInstant(at, locale),
    duration: (seconds) => formatDuration(seconds, locale),
    number: (value) => formatNumber(value, locale),
    money: (amountMinor, currency) =>
      formatMoney(amountMinor, currency, minorDigitsOf(currency) ?? 2, locale),
    name: (names) => nameIn(names, locale),
  };
}
