/**
 * The states of an appeal. It is open until an operator upholds the bar or restores the place; each
 * bar is answered once.
 */
export const appealStates = ["open", "upheld", "restored"] as const;

export type AppealState = (typeof appealStates)[number];

/** What an operator may decide, and the state that it leads to. */
export const appealDecisions = { uphold: "upheld", restore: "restored" } as const;

export type AppealDecision = keyof typeof appealDecisions;
