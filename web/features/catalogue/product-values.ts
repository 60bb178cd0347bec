import type { Schemas } from "../../api/client.ts";
import { filledIn } from "./product-rules.ts";

/** The languages that the forms ask for; a product may have others, which stay as they are. */
export const formLanguages = [
  { tag: "en", name: "english" },
  { tag: "zh-Hans", name: "chinese" },
] as const;

export interface ByFormLanguage {
  readonly en: string;
  readonly "zh-Hans": string;
}

export interface ProductValues {
  readonly names: ByFormLanguage;
  readonly descriptions: ByFormLanguage;
}

type Texts = Readonly<Record<string, string>>;

export function inFormLanguages(texts: Texts): ByFormLanguage {
  return { en: texts["en"] ?? "", "zh-Hans": texts["zh-Hans"] ?? "" };
}

/** What was typed, and what the form did not ask for. */
export function mergedTexts(before: Texts, typed: ByFormLanguage): Record<string, string> {
  return filledIn({ ...before, ...typed });
}

export function productValues(
  product?: Pick<Schemas["Product"], "names" | "descriptions">,
): ProductValues {
  return {
    names: inFormLanguages(product?.names ?? {}),
    descriptions: inFormLanguages(product?.descriptions ?? {}),
  };
}

/** The version that a change is made for: the newest, unless what the form shows is another's. */
export function versionFor(
  shown: Pick<Schemas["Product"], "names" | "descriptions" | "version">,
  newest: Pick<Schemas["Product"], "names" | "descriptions" | "version">,
): number {
  const text = ({ names, descriptions }: typeof shown) => JSON.stringify([names, descriptions]);
  return text(shown) === text(newest) ? newest.version : shown.version;
}
