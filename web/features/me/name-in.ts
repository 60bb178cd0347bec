/** A thing's name in the reader's language, else in English, else in any it has. */
export function nameIn(names: Readonly<Record<string, string>>, language: string): string {
  return names[language] ?? names["en"] ?? Object.values(names)[0] ?? "";
}
