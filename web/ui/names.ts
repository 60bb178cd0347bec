import { language } from "./language.ts";

/** What a thing is called in the reader's language; in English, or in any, where it has no such. */
export function nameIn(names: Readonly<Record<string, string>>): string {
  return names[language] ?? names["en"] ?? Object.values(names)[0] ?? "";
}
