import { canonicalLanguage, LANGUAGES_MAX } from "./names.ts";

/** Longer text by language: BCP 47 tag, in canonical spelling, to text. May have no language. */
export type Texts = Readonly<Record<string, string>>;

/** What a text may be: how long, and whether it has lines. */
export interface TextForm {
  readonly lengthMax: number;
  readonly hasLines: boolean;
}

/** Markdown in CommonMark; HTML in it is shown and not obeyed. */
export const DESCRIPTION: TextForm = { lengthMax: 10_000, hasLines: true };

/** What a picture shows, for who does not see it. */
export const ALTERNATIVE: TextForm = { lengthMax: 300, hasLines: false };

/** As in names.ts; a text with lines may also break and indent them. */
const NO_PLAIN_TEXT = /[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]/u;

/**
 * Brings texts into the form in which they are kept; an empty one is none.
 * @returns the texts, or one sentence that says why they cannot be taken
 */
export function readTexts(
  given: Texts,
  form: TextForm,
): { readonly texts: Texts } | { readonly reason: string } {
  const texts: Record<string, string> = {};
  const entries = Object.entries(given);
  if (entries.length > LANGUAGES_MAX) {
    return { reason: `must have texts in at most ${LANGUAGES_MAX} languages` };
  }
  for (const [tag, raw] of entries) {
    const language = canonicalLanguage(tag);
    if (language === undefined) return { reason: `"${tag}" is no BCP 47 language tag` };
    if (Object.hasOwn(texts, language)) return { reason: `has ${language} twice` };
    const text = raw.replaceAll(/\r\n?/g, "\n").trim().normalize("NFC");
    const wrong = whyNoText(text, form);
    if (wrong !== undefined) return { reason: `the text in ${language} ${wrong}` };
    if (text !== "") texts[language] = text;
  }
  return { texts };
}

function whyNoText(text: string, { lengthMax, hasLines }: TextForm): string | undefined {
  if (text.length > lengthMax) return `is longer than ${lengthMax} characters`;
  const line = hasLines ? text.replaceAll(/[\n\t]/g, " ") : text;
  return NO_PLAIN_TEXT.test(line) ? "holds characters that are no plain text" : undefined;
}
