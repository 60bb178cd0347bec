import type { Locale } from "../locales.ts";

type Entry = string | ((...values: never[]) => string);

/** A page's words: each in every language, so that a missing translation does not compile. */
export type TextTable = Readonly<Record<string, Readonly<Record<Locale, Entry>>>>;

/** The words of a table in one language. */
export type TextsOf<Table extends TextTable> = {
  readonly [Key in keyof Table]: Table[Key][Locale];
};

/** Takes one language out of a table. Tables are few and fixed, so each is picked apart once. */
export function textsIn<Table extends TextTable>(table: Table, locale: Locale): TextsOf<Table> {
  let byLocale = picked.get(table);
  if (byLocale === undefined) picked.set(table, (byLocale = new Map()));
  let texts = byLocale.get(locale);
  if (texts === undefined) {
    texts = Object.fromEntries(Object.entries(table).map(([key, row]) => [key, row[locale]]));
    byLocale.set(locale, texts);
  }
  // The entries are the table's own keys, each with its text in this language.
  return texts as TextsOf<Table>;
}

const picked = new WeakMap<TextTable, Map<Locale, object>>();
