import type { DepositChange } from "../rules/deposit-protocol.ts";
import type { DepositState } from "../rules/deposit-states.ts";

/** A deposit as it is durable. */
export interface Deposit {
  /** The payment's id at the provider, too. */
  readonly id: string;
  readonly saleId: string;
  /** Null once the account was erased. */
  readonly fanId: string | null;
  readonly provider: string;
  readonly method: string;
  readonly currency: string;
  readonly amountMinor: number;
  readonly state: DepositState;
  /** Why it was declined or could not be captured, or why it goes back. */
  readonly reason: string | null;
  /** What the provider has said against giving it back. */
  readonly problem: string | null;
  readonly redirectUrl: string | null;
  readonly createdAt: Date;
  readonly capturedAt: Date | null;
  readonly refundedAt: Date | null;
}

/** What a deposit begins with. */
export interface NewDeposit extends Pick<
  Deposit,
  "id" | "saleId" | "provider" | "method" | "currency" | "amountMinor"
> {
  readonly fanId: string;
  /** The number of the fan's last registration in the sale that has ended; 0 for none. */
  readonly afterNumber: number;
}

/** What came of beginning a deposit. */
export type BegunDeposit =
  | { readonly kind: "created" | "standing"; readonly deposit: Deposit }
  /** The fan has tried so often that more would try out cards. */
  | { readonly kind: "too_many" };

/** Where deposits are durable. */
export interface DepositStore {
  find(depositId: string): Promise<Deposit | undefined>;
  /**
   * Makes the change durable if the deposit still stands in the state in which it was read, and
   * resolves to the deposit as it stands then: changed, or as somebody else has changed it.
   */
  save(deposit: Deposit, change: DepositChange): Promise<Deposit>;
}
