import { fail, type Result } from "../../../platform/failure.ts";
import { salesFailures } from "../failures.ts";
import { canLapse, type MissingClause } from "../rules/eligibility.ts";
import type { SalesContext } from "../sales-context.ts";
import { salesOf } from "../store.ts";
import type { LineOfSale } from "./line.ts";

/** The refusal of a fan who fulfils none of the sale's clauses; `missing` says what would do. */
export function notEligible(missing: readonly MissingClause[]): Result<never> {
  const detail = "This sale asks for one of what stands under `missing`.";
  return fail(salesFailures.not_eligible, detail, { extra: { missing } });
}

/**
 * Why a fan has no registration: never made, left, or taken off the list at its closing because the
 * fan was not eligible any more. Failures: registration_not_found, not_eligible.
 */
export async function failWithoutRegistration(
  context: SalesContext,
  line: LineOfSale,
  fanId: string,
  advice: string,
): Promise<Result<never>> {
  const missing = await findRefusal(context, line, fanId);
  if (missing !== undefined) return notEligible(missing);
  return fail(salesFailures.registration_not_found, advice);
}

/** What a fan lacked whom the closing took off the list; undefined for all others. */
export async function findRefusal(
  context: SalesContext,
  line: LineOfSale,
  fanId: string,
): Promise<readonly MissingClause[] | undefined> {
  const eligibility = (await line.terms())?.eligibility ?? null;
  if (eligibility === null || !canLapse(eligibility)) return undefined;
  const refused = await salesOf(context.platform.database)
    .selectFrom("registrations")
    .select("number")
    .where("sale_id", "=", line.saleId)
    .where("fan_id", "=", fanId)
    .where("standing", "=", "refused")
    .executeTakeFirst();
  return refused === undefined ? undefined : eligibility.anyOf;
}
