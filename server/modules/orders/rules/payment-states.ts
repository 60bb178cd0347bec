/** The states of a payment, as they are durable. docs/decisions/0009-payments.md draws them. */
export const paymentStates = [
  "created",
  "pending",
  "authorised",
  "captured",
  "refunded",
  "declined",
  "voiding",
  "voided",
  "returning",
  "capture_failed",
] as const;

export type PaymentState = (typeof paymentStates)[number];

export const paymentActions = [
  "wait",
  "authorise",
  "decline",
  "capture",
  "begin-void",
  "void",
  "fail-capture",
  "return-units",
  "refund",
] as const;

export type PaymentAction = (typeof paymentActions)[number];

const TABLE: Record<PaymentState, Partial<Record<PaymentAction, PaymentState>>> = {
  // The provider may have been asked to authorise, or not: nothing is known of its answer.
  created: {
    wait: "pending",
    authorise: "authorised",
    decline: "declined",
    "begin-void": "voiding",
  },
  // The provider waits for the fan, or for a bank.
  pending: { authorise: "authorised", decline: "declined", "begin-void": "voiding" },
  // The money is reserved. The sale may or may not have taken the payment.
  authorised: { capture: "captured", "fail-capture": "returning", "begin-void": "voiding" },
  captured: { refund: "refunded" },
  // The money is to be set free, which goes on until the provider confirms it.
  voiding: { void: "voided" },
  // The money could not be had after all, and the units are to be given back.
  returning: { "return-units": "capture_failed" },
  refunded: {},
  declined: {},
  voided: {},
  capture_failed: {},
};

/** The state that the action leads to, or undefined where it is not allowed. */
export function nextPaymentState(
  state: PaymentState,
  action: PaymentAction,
): PaymentState | undefined {
  return TABLE[state][action];
}

/** Whether something is still to be done or awaited; recovery looks for these. */
export function isUnfinished(state: PaymentState): boolean {
  return (
    state === "created" ||
    state === "pending" ||
    state === "authorised" ||
    state === "voiding" ||
    state === "returning"
  );
}

/** Whether the payment stands in the way of another one for the same claim. */
export function isLivePayment(state: PaymentState): boolean {
  return isUnfinished(state) || state === "captured";
}

/** The unfinished and the live states as lists, for SQL. */
export const unfinishedStates = paymentStates.filter(isUnfinished);
export const liveStates = paymentStates.filter(isLivePayment);

/** Whether the fan's hold is given up together with the payment. */
export function releasesHold(reason: string | null): boolean {
  return reason === "instrument_limit_reached";
}
