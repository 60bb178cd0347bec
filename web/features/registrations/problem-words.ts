import { type Say, useTexts } from "../../ui/language.ts";
import { registrationsTexts } from "./registrations-texts.ts";

type KeyOf<T> = T extends { readonly keys?: infer Key } ? Exclude<Key, undefined> & string : never;

type RegistrationsKey = KeyOf<typeof registrationsTexts>;

const EXPLAINED = [
  "place_not_found",
  "wrong_sale_state",
  "place_not_barred",
  "appeal_decided",
  "cluster_not_found",
  "lane_unavailable",
  "lane_busy",
  "sale_ended",
  "permission_missing",
] as const;

/** What a refusal's code means in the reader's language, where this feature knows it. */
function explainWith(t: Say<RegistrationsKey>): (code: string) => string | undefined {
  return (code) => {
    const known = EXPLAINED.find((each) => each === code);
    return known === undefined ? undefined : t(`problem_${known}`);
  };
}

export function useExplain(): (code: string) => string | undefined {
  return explainWith(useTexts(registrationsTexts));
}
