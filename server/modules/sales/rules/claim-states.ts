/**
 * The states of a claim. `released`, `expired` and `returned` end it and give up its place.
 */
export const claimStates = [
  "waiting",
  "held",
  "paying",
  "paid",
  "released",
  "expired",
  "returned",
] as const;

export type ClaimState = (typeof claimStates)[number];

export type ClaimAction =
  | "grant"
  | "begin-payment"
  | "pay"
  | "return"
  | "release"
  | "expire"
  | "end-sale";

const TABLE: Record<ClaimState, Partial<Record<ClaimAction, ClaimState>>> = {
  // Its turn had come and no stock was left; returned units go to the lowest place that waits.
  waiting: { grant: "held", release: "released", "end-sale": "expired" },
  // Units are kept for it until its hold ends. Ending the sale leaves open holds alone.
  held: { "begin-payment": "paying", release: "released", expire: "expired" },
  // A payment has begun, which has extended the hold once; declined, it may be tried again.
  paying: { pay: "paid", release: "released", expire: "expired" },
  // The units are sold. They come back if the money cannot be had, or is given back.
  paid: { return: "returned" },
  released: {},
  expired: {},
  returned: {},
};

/** The state that the action leads to, or undefined where it is not allowed. */
export function nextClaimState(state: ClaimState, action: ClaimAction): ClaimState | undefined {
  return TABLE[state][action];
}

/** Whether the claim still stands: it waits for units, holds some or has paid for them. */
export function isLive(state: ClaimState): boolean {
  return state === "waiting" || isOpenHold(state) || state === "paid";
}

/** Whether units are held for the claim until a certain time. */
export function isOpenHold(state: ClaimState): boolean {
  return state === "held" || state === "paying";
}
