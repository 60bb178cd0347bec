/**
 * The states of an order. It comes to be when units are held for a claim, and shares its id. What
 * happens to the claim comes from the sale's log, what happens to the money from the payment.
 */
export const orderStates = [
  "awaiting_payment",
  "paying",
  "paid",
  "cancelled",
  "expired",
  "returned",
  "refunded",
] as const;

export type OrderState = (typeof orderStates)[number];

export const orderActions = [
  "begin-payment",
  "capture",
  "cancel",
  "expire",
  "return",
  "refund",
] as const;

export type OrderAction = (typeof orderActions)[number];

const TABLE: Record<OrderState, Partial<Record<OrderAction, OrderState>>> = {
  // Units are held and no payment has begun. The log may tell of a return before it tells of the
  // payment, because claims are shown as they stand at the end of a stretch of the log.
  awaiting_payment: {
    "begin-payment": "paying",
    capture: "paid",
    cancel: "cancelled",
    expire: "expired",
    return: "returned",
  },
  // A payment has begun; until the money is captured, the claim may still end.
  paying: { capture: "paid", cancel: "cancelled", expire: "expired", return: "returned" },
  // The money is ours. Units of a refunded order go back to the sale only after the money.
  paid: { refund: "refunded" },
  cancelled: {},
  expired: {},
  returned: {},
  refunded: {},
};

/** The state that the action leads to, or undefined where it changes nothing. */
export function nextOrderState(state: OrderState, action: OrderAction): OrderState | undefined {
  return TABLE[state][action];
}

/** The states in which the action changes an order, with the state that each leads to. */
export function orderStepsOf(action: OrderAction): readonly (readonly [OrderState, OrderState])[] {
  return orderStates.flatMap((state) => {
    const next = TABLE[state][action];
    return next === undefined ? [] : [[state, next] as const];
  });
}

/** Whether units are held for the order that are not paid yet. */
export function isOpenOrder(state: OrderState): boolean {
  return state === "awaiting_payment" || state === "paying";
}

/** What becomes of an order when its claim stands so; undefined if nothing does. */
export function actionOfClaim(
  claim: "waiting" | "held" | "paying" | "paid" | "released" | "expired" | "returned",
): OrderAction | undefined {
  switch (claim) {
    case "waiting":
    case "held":
      return undefined;
    // A paid claim's order is paying until the money is captured.
    case "paying":
    case "paid":
      return "begin-payment";
    case "released":
      return "cancel";
    case "expired":
      return "expire";
    case "returned":
      return "return";
  }
}
