/** One way to be eligible. Amounts are in minor units, currencies by their ISO 4217 code. */
export type EligibilityClause =
  | { readonly accountAgeDays: number }
  | { readonly earlierPurchase: true }
  | { readonly deposit: { readonly amountMinor: number; readonly currency: string } };

/** A term of a sale: whoever fulfils any one clause may enter. */
export interface Eligibility {
  readonly anyOf: readonly EligibilityClause[];
}

/** What is known of a fan when eligibility is decided. */
export interface EligibilityFactsOfFan {
  /** Undefined where there is no account. Ms since 1970. */
  readonly accountCreatedAtMs: number | undefined;
  readonly hasEarlierPurchase: boolean;
  readonly hasDeposit: boolean;
}

/** A clause that a fan does not fulfil, and since when time alone would make it so. */
export type MissingClause = EligibilityClause & {
  /** ISO 8601: when the account will be old enough. */
  readonly fulfilledAt?: string;
};

const DAY_MS = 24 * 3600 * 1000;

/** What the fan lacks: nothing where one clause is fulfilled, else all of the clauses. */
export function findMissing(
  { anyOf }: Eligibility,
  facts: EligibilityFactsOfFan,
  nowMs: number,
): readonly MissingClause[] {
  if (anyOf.some((clause) => isFulfilled(clause, facts, nowMs))) return [];
  return anyOf.map((clause) => {
    const { accountCreatedAtMs } = facts;
    if (!("accountAgeDays" in clause) || accountCreatedAtMs === undefined) return clause;
    const fulfilledAtMs = accountCreatedAtMs + clause.accountAgeDays * DAY_MS;
    return { ...clause, fulfilledAt: new Date(fulfilledAtMs).toISOString() };
  });
}

function isFulfilled(
  clause: EligibilityClause,
  facts: EligibilityFactsOfFan,
  nowMs: number,
): boolean {
  if ("accountAgeDays" in clause) {
    const { accountCreatedAtMs } = facts;
    if (accountCreatedAtMs === undefined) return false;
    return nowMs - accountCreatedAtMs >= clause.accountAgeDays * DAY_MS;
  }
  return "deposit" in clause ? facts.hasDeposit : facts.hasEarlierPurchase;
}

/** Which facts the clauses rest on. */
export function factsNeeded({ anyOf }: Eligibility): {
  readonly accounts: boolean;
  readonly purchases: boolean;
  readonly deposits: boolean;
} {
  return {
    accounts: anyOf.some((clause) => "accountAgeDays" in clause),
    purchases: anyOf.some((clause) => "earlierPurchase" in clause),
    deposits: anyOf.some((clause) => "deposit" in clause),
  };
}

/** Whether who was eligible once may cease to be: an account only grows older. */
export function canLapse(eligibility: Eligibility): boolean {
  const { purchases, deposits } = factsNeeded(eligibility);
  return purchases || deposits;
}
