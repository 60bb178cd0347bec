export const BRAND_NAME_MAX = 60;

/** Control characters, line breaks, and marks that turn the direction of the text around them. */
const NO_PLAIN_TEXT = /[\p{Cc}\p{Cs}\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

/** One sentence that says why this cannot be a brand's name; undefined if it can. */
export function whyNoBrandName(name: string): string | undefined {
  if (name === "") return "must not be empty";
  if (name.length > BRAND_NAME_MAX) return `must have at most ${BRAND_NAME_MAX} characters`;
  if (NO_PLAIN_TEXT.test(name)) return "must be plain text on one line";
  return undefined;
}
