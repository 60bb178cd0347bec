/** What a thing is called: BCP 47 language tag, in canonical spelling, to plain text. */
export type Names = Readonly<Record<string, string>>;

export const NAME_LENGTH_MAX = 120;
export const LANGUAGES_MAX = 30;

/** RFC 5646, section 4.4.1: no tag of use is longer. */
const TAG_LENGTH_MAX = 35;

/** Control characters, line breaks, and marks that turn the direction of the text around them. */
const NO_PLAIN_TEXT = /[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]/u;

/** The tag's canonical spelling (`zh-hans` becomes `zh-Hans`); undefined if it is no BCP 47 tag. */
export function canonicalLanguage(tag: string): string | undefined {
  if (tag.length > TAG_LENGTH_MAX) return undefined;
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/**
 * Brings names into the form in which they are kept: canonical tags, and texts in Unicode's
 * composed form without blanks at their ends.
 * @returns the names, or one sentence that says why they cannot be taken
 */
export function readNames(given: Names): { readonly names: Names } | { readonly reason: string } {
  const names: Record<string, string> = {};
  const entries = Object.entries(given);
  if (entries.length === 0) return { reason: "must have a name in at least one language" };
  if (entries.length > LANGUAGES_MAX) {
    return { reason: `must have names in at most ${LANGUAGES_MAX} languages` };
  }
  for (const [tag, text] of entries) {
    const language = canonicalLanguage(tag);
    if (language === undefined) return { reason: `"${tag}" is no BCP 47 language tag` };
    if (Object.hasOwn(names, language)) return { reason: `names ${language} twice` };
    const name = text.trim().normalize("NFC");
    const wrong = whyNoName(name);
    if (wrong !== undefined) return { reason: `the name in ${language} ${wrong}` };
    names[language] = name;
  }
  return { names };
}

function whyNoName(name: string): string | undefined {
  if (name === "") return "is empty";
  if (name.length > NAME_LENGTH_MAX) return `is longer than ${NAME_LENGTH_MAX} characters`;
  if (NO_PLAIN_TEXT.test(name)) return "holds characters that are no plain text";
  return undefined;
}
