/** The states of a deposit, as they are durable. docs/decisions/0009-payments.md draws them. */
export const depositStates = [
  "created",
  "pending",
  "authorised",
  "captured",
  "declined",
  "capture_failed",
  "voiding",
  "voided",
  "refunding",
  "refunded",
] as const;

export type DepositState = (typeof depositStates)[number];

export const depositActions = [
  "wait",
  "authorise",
  "decline",
  "capture",
  "fail-capture",
  "return",
  "void",
  "refund",
  "be-refused",
] as const;

export type DepositAction = (typeof depositActions)[number];

const TABLE: Record<DepositState, Partial<Record<DepositAction, DepositState>>> = {
  // The provider may have been asked to authorise, or not: nothing is known of its answer.
  created: { wait: "pending", authorise: "authorised", decline: "declined", return: "voiding" },
  // The provider waits for the fan, or for a bank.
  pending: { authorise: "authorised", decline: "declined", return: "voiding" },
  // The provider may have been asked to capture, or not.
  authorised: { capture: "captured", "fail-capture": "capture_failed", return: "voiding" },
  // The money is ours, until there is a reason to give it back.
  captured: { return: "refunding" },
  // What is reserved is to be set free; if it was captured meanwhile, it has to be refunded.
  voiding: { void: "voided", return: "refunding" },
  // Goes on until the provider says that the money is back, even after it has refused.
  refunding: { refund: "refunded", "be-refused": "refunding" },
  declined: {},
  capture_failed: {},
  voided: {},
  refunded: {},
};

/** The state that the action leads to, or undefined where it is not allowed. */
export function nextDepositState(
  state: DepositState,
  action: DepositAction,
): DepositState | undefined {
  return TABLE[state][action];
}

/** The live states, which a deposit may be sent back from, with the state that each leads to. */
export const returnSteps = depositStates.flatMap((state) => {
  const next = isLiveDeposit(state) ? TABLE[state].return : undefined;
  return next === undefined ? [] : [{ from: state, to: next }];
});

/** Whether it is paid, or may come to be; of these a fan has one in a sale. */
export function isLiveDeposit(state: DepositState): boolean {
  return (
    state === "created" || state === "pending" || state === "authorised" || state === "captured"
  );
}

/** The live states as a list, for SQL. */
export const liveDepositStates = depositStates.filter(isLiveDeposit);

/** Whether something is still to be done or awaited; recovery looks for these. */
export function isUnfinishedDeposit(state: DepositState): boolean {
  return (
    state === "created" ||
    state === "pending" ||
    state === "authorised" ||
    state === "voiding" ||
    state === "refunding"
  );
}

/** Whether it never came to be paid, for a reason of the fan's bank. */
export function hasFailed(state: DepositState): boolean {
  return state === "declined" || state === "capture_failed";
}
