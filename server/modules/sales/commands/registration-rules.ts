import type { Failure } from "../../../platform/failure.ts";
import { salesFailures } from "../failures.ts";
import type { SalesContext } from "../sales-context.ts";
import type { CreateSaleInput } from "../schema.ts";
import { loadSale, salesOf, type Sale } from "../store.ts";

type Rules = Pick<CreateSaleInput, "kind" | "proofOfWork" | "eligibility" | "carryOverFrom">;

/** The columns of a sale that say who may register, how, and who is carried over. */
export function registrationRulesOf(input: Rules) {
  return {
    proof_of_work_difficulty: input.proofOfWork?.difficulty ?? null,
    eligibility: input.eligibility,
    carry_over_from: input.carryOverFrom,
  };
}

/** The same columns as terms. */
export function registrationTermsOf(sale: Sale) {
  const { proof_of_work_difficulty: difficulty, eligibility } = sale;
  return {
    proofOfWork: difficulty === null ? null : { difficulty },
    eligibility: eligibility === null ? null : { anyOf: [...eligibility.anyOf] },
    carryOverFrom: sale.carry_over_from,
  };
}

/** What is wrong with these terms: sale_terms_invalid or eligibility_unavailable. */
export async function findRegistrationRulesFailure(
  context: SalesContext,
  input: Rules,
): Promise<Failure | undefined> {
  const { eligibility, carryOverFrom } = input;
  if (eligibility !== null && !context.eligibility.canOffer(eligibility)) {
    return {
      kind: salesFailures.eligibility_unavailable,
      detail: "eligibility: nothing in this installation knows purchases, or takes deposits.",
    };
  }
  if (carryOverFrom === null) return undefined;
  const message = await findCarryOverProblem(context, input.kind, carryOverFrom);
  if (message === undefined) return undefined;
  return {
    kind: salesFailures.sale_terms_invalid,
    detail: `carryOverFrom: ${message}`,
    extra: { problems: [{ field: "carryOverFrom", message }] },
  };
}

/** Only a sale that is over in every respect says for good who got nothing in it. */
async function findCarryOverProblem(
  context: SalesContext,
  kind: CreateSaleInput["kind"],
  saleId: string,
): Promise<string | undefined> {
  if (kind !== "draw") return "Only a sale with a draw has first places to give.";
  const sale = await loadSale(salesOf(context.platform.database), saleId);
  if (sale === undefined) return "There is no such sale.";
  if (sale.kind !== "draw") return "That sale had no draw.";
  if (sale.state !== "ended") return `That sale is ${sale.state}; it must have ended.`;
  if (sale.lane_closed_at === null) return "Holds of that sale are still open.";
  return undefined;
}
