import type { FormProblems, ProblemAt } from "./sale-form-problems.ts";

/** The fields of the form by the API's names, where those differ. */
const FIELDS: Readonly<Record<string, string>> = {
  names: "english",
  "names.en": "english",
  "names.zh-Hans": "chinese",
  holdSeconds: "holdMinutes",
  paymentSeconds: "paymentMinutes",
  admissionMargin: "marginPercent",
  proofOfWork: "workDifficulty",
  "proofOfWork.difficulty": "workDifficulty",
  eligibility: "asksForAge",
};

/**
 * At which fields of the form the server's refusal belongs; empty where it names none.
 * @param refusal a problem document: `issues` of a body that does not fit its schema, `problems` of
 *   terms that do not fit together, `variantIds` that are not for sale
 */
export function refusedFields(
  refusal: Readonly<Record<string, unknown>>,
  variants: readonly { readonly variantId: string }[],
): FormProblems {
  const found: Record<string, ProblemAt> = {};
  const add = (field: string) => (found[FIELDS[field] ?? field] ??= { problem: "refused" });
  for (const path of textsIn(refusal["issues"], "path")) add(path);
  for (const field of textsIn(refusal["problems"], "field")) add(field);
  const missing = Array.isArray(refusal["variantIds"]) ? refusal["variantIds"] : [];
  for (const [index, { variantId }] of variants.entries()) {
    if (missing.includes(variantId)) add(`variants.${index}.variantId`);
  }
  return found;
}

function textsIn(rows: unknown, key: "path" | "field"): string[] {
  if (!Array.isArray(rows)) return [];
  return rows.flatMap((row: unknown) => {
    const text = typeof row === "object" && row !== null && key in row ? row[key as never] : "";
    return typeof text === "string" && text !== "" ? [text] : [];
  });
}
