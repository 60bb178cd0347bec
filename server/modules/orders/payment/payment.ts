import type { DeliveryAddress } from "../../accounts/index.ts";
import type { PaymentChange } from "../rules/payment-protocol.ts";
import type { PaymentState } from "../rules/payment-states.ts";
import type { PricedLine } from "../rules/pricing.ts";
import type { RefundState } from "../rules/refund-protocol.ts";
import type { OrderLine } from "../store.ts";

/** A payment as it is durable. */
export interface Payment {
  readonly id: string;
  /** The order's id, which is the claim's. */
  readonly orderId: string;
  readonly saleId: string;
  readonly place: number;
  /** Null once the account was erased. */
  readonly fanId: string | null;
  readonly provider: string;
  readonly method: string;
  readonly currency: string;
  readonly amountMinor: number;
  readonly refundedMinor: number;
  readonly state: PaymentState;
  /** Why it was declined, voided or not captured. */
  readonly reason: string | null;
  readonly redirectUrl: string | null;
}

/** What a payment begins with. */
export interface NewPayment extends Omit<
  Payment,
  "refundedMinor" | "state" | "reason" | "redirectUrl"
> {
  readonly fanId: string;
  readonly claimLines: readonly OrderLine[];
  readonly expiresAt: Date | null;
  readonly lines: readonly PricedLine[];
  readonly delivery: DeliveryAddress;
  readonly termsVersion: string;
  readonly marketingConsent: boolean;
}

/** What came of beginning a payment. */
export type Begun =
  | { readonly kind: "created"; readonly payment: Payment }
  /** Another one stands in its way; `isSame` if it was begun with the same details. */
  | { readonly kind: "standing"; readonly payment: Payment; readonly isSame: boolean }
  /** The order has ended; its address has its most orders; its claim has its most payments. */
  | { readonly kind: "over" | "address_limit" | "too_many" };

/** Where payments are durable. */
export interface PaymentStore {
  find(paymentId: string): Promise<Payment | undefined>;
  /**
   * Makes the change durable if the payment still stands in the state in which it was read, and
   * resolves to the payment as it stands then: changed, or as somebody else has changed it
   * meanwhile. An authorisation that exceeds the sale's limit for its means of payment becomes
   * `voiding` for the reason `instrument_limit_reached`.
   */
  save(payment: Payment, change: PaymentChange): Promise<Payment>;
}

/** A refund as it is durable. */
export interface Refund {
  readonly id: string;
  readonly paymentId: string;
  readonly orderId: string;
  readonly saleId: string;
  readonly place: number;
  readonly provider: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly state: RefundState;
  /** Whether it gives back the last of the order's money, and with it the units. */
  readonly isWhole: boolean;
  readonly reason: string;
  /** Why the provider refused it. */
  readonly problem: string | null;
}

export interface RefundStore {
  /** As `PaymentStore.save`. `refunded` changes payment and order in the same transaction. */
  save(refund: Refund, state: RefundState, problem?: string): Promise<Refund>;
}
