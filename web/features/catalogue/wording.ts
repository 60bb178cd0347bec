import { isProblem } from "../../api/client.ts";
import { useTexts } from "../../ui/language.ts";
import { catalogueTexts } from "./catalogue-texts.ts";

/** What the refusals of this feature's requests mean, in the reader's language. */
const explained = [
  "sku_taken",
  "version_conflict",
  "product_archived",
  "variant_archived",
  "product_not_found",
  "variant_not_found",
  "too_many_variants",
  "picture_not_found",
  "not_a_picture",
  "picture_broken",
  "picture_too_large",
  "picture_taken",
  "pictures_changed",
  "too_many_pictures",
  "body_too_large",
  "permission_missing",
] as const;

export function useExplain(): (code: string) => string | undefined {
  const t = useTexts(catalogueTexts);
  return (code) => {
    const known = explained.find((each) => each === code);
    return known === undefined ? undefined : t(`code_${known}`);
  };
}

/** The code of a refusal; undefined for what is none. */
export function codeOf(error: unknown): string | undefined {
  return isProblem(error) ? error.code : undefined;
}
