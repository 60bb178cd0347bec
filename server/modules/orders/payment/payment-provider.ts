import type { ProviderAnswer } from "../rules/payment-protocol.ts";
import type { RefundAnswer } from "../rules/refund-protocol.ts";

export type { ProviderAnswer } from "../rules/payment-protocol.ts";
export type { RefundAnswer } from "../rules/refund-protocol.ts";

/** What a provider is told of a payment. */
export interface PaymentOrder {
  /** Ours; the provider keeps it with the payment and finds the payment by it. */
  readonly paymentId: string;
  readonly orderId: string;
  readonly amountMinor: number;
  /** ISO 4217. */
  readonly currency: string;
  /** The provider's token for what the fan pays with. Never a card's number. */
  readonly method: string;
  /** Where the fan comes back to from the provider's pages. */
  readonly returnUrl: string;
}

export interface RefundOrder {
  /** Ours; asking twice with it gives the money back once. */
  readonly refundId: string;
  readonly paymentId: string;
  readonly amountMinor: number;
}

/** What an event says. It is a reason to look, and never more: events may lie in their order. */
export interface ProviderEvent {
  readonly id: string;
  readonly paymentId: string | undefined;
  readonly type: string;
}

/**
 * A payment provider that separates authorising from capturing. Requests are idempotent by our ids,
 * and may be repeated after any time. None of them throws for what a network or a provider may do:
 * the answer is then `unknown`.
 */
export interface PaymentProvider {
  /** As in `/api/v1/payment-events/{name}`. */
  readonly name: string;
  /** Whether no real money moves. Pages say so loudly. */
  readonly isTest: boolean;
  knowsMethod(method: string): boolean;
  /**
   * Reserves the money. Repeated, it says how that same payment stands. `declined` is final: the
   * fan tries again with a new payment.
   */
  authorise(order: PaymentOrder): Promise<ProviderAnswer>;
  /** How the payment stands; consistent with every answer given before. */
  find(paymentId: string): Promise<ProviderAnswer>;
  /** Takes reserved money. `capture_failed` is final, and the money is not reserved any more. */
  capture(paymentId: string): Promise<ProviderAnswer>;
  /**
   * Sets reserved money free. For a payment that the provider has never heard of, it sees to it
   * that a late `authorise` finds it void.
   */
  void(paymentId: string): Promise<ProviderAnswer>;
  /** Gives captured money back, or a part of it. */
  refund(order: RefundOrder): Promise<RefundAnswer>;
  /** The event in a request's body, if it is the provider's own. */
  readEvent(
    body: Uint8Array,
    headers: Headers,
  ):
    | { readonly ok: true; readonly event: ProviderEvent }
    | { readonly ok: false; readonly problem: "event_not_signed" | "event_unreadable" };
}
