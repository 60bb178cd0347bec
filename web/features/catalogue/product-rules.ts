/** What the server's rules say of names, texts and SKUs, asked while somebody types. */

export const NAME_LENGTH_MAX = 120;
const DESCRIPTION_LENGTH_MAX = 10_000;
export const ALTERNATIVE_LENGTH_MAX = 300;
export const PICTURES_MAX = 8;
export const PICTURE_BYTES_MAX = 2 * 1024 * 1024;

const SKU = /^[A-Z0-9](?:[A-Z0-9._-]{0,62}[A-Z0-9])?$/;

/** Control characters, line breaks, and marks that turn the direction of the text around them. */
const NO_PLAIN_TEXT = /[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]/u;

export type TextProblem = "nameMissing" | "tooLong" | "noPlainText";

/** Texts by language, as a form has them; an empty one is none. */
export type ByLanguage = Readonly<Record<string, string>>;

export function whyNoName(name: string): TextProblem | undefined {
  return whyNoLine(name, NAME_LENGTH_MAX);
}

/** At least one language must have a name. */
export function whyNoNames(names: ByLanguage): TextProblem | undefined {
  return Object.values(names).some((name) => name.trim() !== "") ? undefined : "nameMissing";
}

export function whyNoDescription(text: string): TextProblem | undefined {
  return whyNoLine(text.replaceAll(/[\r\n\t]/g, " "), DESCRIPTION_LENGTH_MAX);
}

export function whyNoAlternative(text: string): TextProblem | undefined {
  return whyNoLine(text, ALTERNATIVE_LENGTH_MAX);
}

export function whyNoSku(sku: string): "skuMissing" | "skuForm" | undefined {
  if (sku.trim() === "") return "skuMissing";
  return SKU.test(sku) ? undefined : "skuForm";
}

/** A SKU as it may be typed: small letters are meant large, and blanks are not meant. */
export function typedSku(text: string): string {
  return text.normalize("NFKC").toUpperCase().replaceAll(/\s/g, "");
}

/** Without the languages that have nothing. */
export function filledIn(texts: ByLanguage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts)
      .map(([tag, text]) => [tag, text.trim()] as const)
      .filter(([, text]) => text !== ""),
  );
}

function whyNoLine(text: string, lengthMax: number): TextProblem | undefined {
  const kept = text.trim().normalize("NFC");
  if (kept.length > lengthMax) return "tooLong";
  return NO_PLAIN_TEXT.test(kept) ? "noPlainText" : undefined;
}

/** The pictures in an order where this one has moved by so many places. */
export function moved<Item>(items: readonly Item[], from: number, by: -1 | 1): readonly Item[] {
  const to = from + by;
  const [item, other] = [items[from], items[to]];
  if (item === undefined || other === undefined) return items;
  return items.map((each, index) => (index === from ? other : index === to ? item : each));
}
