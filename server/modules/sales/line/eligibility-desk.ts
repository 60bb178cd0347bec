import type { Clock } from "../../../platform/clock.ts";
import type { Tx } from "../../../platform/database/database.ts";
import { invariant } from "../../../platform/failure.ts";
import type { Accounts } from "../../accounts/index.ts";
import {
  factsNeeded,
  findMissing,
  type Eligibility,
  type MissingClause,
} from "../rules/eligibility.ts";

/**
 * What the module cannot know by itself: whoever knows what fans bought and paid provides it. It is
 * asked in the transaction that holds the entrant list: on another connection it would wait for one
 * while those who have them all wait for the list.
 */
export interface EligibilityFacts {
  /** Whether a deposit can be paid here, so that a new sale may ask for one. */
  readonly takesDeposits: boolean;
  /** Those of the fans who have bought something before and kept it. */
  earlierPurchases(tx: Tx, fanIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Those of the fans whose deposit for this sale stands now. */
  deposits(tx: Tx, saleId: string, fanIds: readonly string[]): Promise<ReadonlySet<string>>;
}

const NONE: ReadonlySet<string> = new Set();

/** Decides for many fans at once whether they may enter a sale. */
export class EligibilityDesk {
  private readonly accounts: Pick<Accounts, "findFans">;
  private readonly clock: Clock;
  private facts: EligibilityFacts | undefined;

  constructor(accounts: Pick<Accounts, "findFans">, clock: Clock) {
    this.accounts = accounts;
    this.clock = clock;
  }

  provide(facts: EligibilityFacts): void {
    invariant(this.facts === undefined, "the facts of eligibility are provided once");
    this.facts = facts;
  }

  /** Whether this installation can tell who fulfils the clauses. */
  canCheck(eligibility: Eligibility): boolean {
    const { purchases, deposits } = factsNeeded(eligibility);
    return this.facts !== undefined || !(purchases || deposits);
  }

  /** Whether a new sale may ask for this: what is asked for must be possible to fulfil. */
  canOffer(eligibility: Eligibility): boolean {
    const isPayable = this.facts?.takesDeposits === true || !factsNeeded(eligibility).deposits;
    return this.canCheck(eligibility) && isPayable;
  }

  /** Those of the fans who may not enter, each with what is missing. */
  async findIneligible(
    tx: Tx,
    saleId: string,
    eligibility: Eligibility,
    fanIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly MissingClause[]>> {
    const needed = factsNeeded(eligibility);
    invariant(this.canCheck(eligibility), "a sale is not made with clauses that nothing can check");
    const [accounts, purchases, deposits] = await Promise.all([
      needed.accounts ? this.accounts.findFans(fanIds, tx) : undefined,
      needed.purchases ? this.facts?.earlierPurchases(tx, fanIds) : NONE,
      needed.deposits ? this.facts?.deposits(tx, saleId, fanIds) : NONE,
    ]);
    const nowMs = this.clock.wallMs();
    const ineligible = new Map<string, readonly MissingClause[]>();
    for (const fanId of fanIds) {
      const missing = findMissing(
        eligibility,
        {
          accountCreatedAtMs: accounts?.get(fanId)?.createdAt.getTime(),
          hasEarlierPurchase: purchases?.has(fanId) === true,
          hasDeposit: deposits?.has(fanId) === true,
        },
        nowMs,
      );
      if (missing.length > 0) ineligible.set(fanId, missing);
    }
    return ineligible;
  }
}
