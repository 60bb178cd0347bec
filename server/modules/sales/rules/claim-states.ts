/**
 * The states of a claim. `released` and `expired` end it and give up its place; paying comes with
 * the orders module and will add its states to this one table.
 */
export type ClaimState = "waiting" | "held" | "released" | "expired";

type ClaimAction = "grant" | "release" | "expire" | "end-sale";

const TABLE: Record<ClaimState, Partial<Record<ClaimAction, ClaimState>>> = {
  // Its turn had come and no stock was left; returned units go to the lowest place that waits.
  waiting: { grant: "held", release: "released", "end-sale": "expired" },
  // Units are kept for it until its hold ends. Ending the sale leaves open holds alone.
  held: { release: "released", expire: "expired" },
  released: {},
  expired: {},
};

/** The state that the action leads to, or undefined where it is not allowed. */
export function nextClaimState(state: ClaimState, action: ClaimAction): ClaimState | undefined {
  return TABLE[state][action];
}

/** Whether the claim still stands: it holds units or waits for some. */
export function isLive(state: ClaimState): boolean {
  return state === "waiting" || state === "held";
}
