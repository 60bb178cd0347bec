import { describe, expect, test } from "bun:test";
import {
  hasLane,
  nextSaleState,
  statesAllowing,
  type SaleAction,
  type SaleKind,
  type SaleState,
} from "./sale-states.ts";

const ACTIONS: readonly SaleAction[] = [
  "change",
  "move",
  "publish",
  "cancel",
  "close-registration",
  "draw",
  "open",
  "pause",
  "resume",
  "stop",
  "add-stock",
  "limit-admission",
  "bar",
  "issue-codes",
  "register",
  "leave",
  "take-place",
  "claim",
];

/** Each state with all that is allowed in it; what moves the sale names the state it leads to. */
type Table = Record<SaleState, readonly string[]>;

const DRAW: Table = {
  draft: ["change", "publish → registering", "cancel → cancelled"],
  registering: [
    "register",
    "leave",
    "issue-codes",
    "move",
    "close-registration → closed",
    "cancel → cancelled",
  ],
  closed: ["register", "leave", "issue-codes", "move", "draw → drawn", "cancel → cancelled"],
  drawn: [
    "register",
    "leave",
    "take-place",
    "bar",
    "issue-codes",
    "add-stock",
    "limit-admission",
    "move",
    "open → selling",
    "stop → ended",
  ],
  selling: [
    "register",
    "leave",
    "take-place",
    "claim",
    "bar",
    "issue-codes",
    "add-stock",
    "limit-admission",
    "pause → paused",
    "stop → ended",
  ],
  paused: [
    "register",
    "leave",
    "take-place",
    "claim",
    "bar",
    "issue-codes",
    "add-stock",
    "limit-admission",
    "resume → selling",
    "stop → ended",
  ],
  ended: [],
  cancelled: [],
};

const OPEN: Table = {
  ...DRAW,
  registering: [
    "register",
    "leave",
    "take-place",
    "bar",
    "issue-codes",
    "add-stock",
    "move",
    "open → selling",
    "cancel → cancelled",
  ],
  closed: [],
  drawn: [],
  // There is no line whose pace could be limited.
  selling: DRAW.selling.filter((action) => action !== "limit-admission"),
  paused: DRAW.paused.filter((action) => action !== "limit-admission"),
};

const STATES = Object.keys(DRAW) as SaleState[];

function allowed(kind: SaleKind, state: SaleState): string[] {
  return ACTIONS.flatMap((action) => {
    const next = nextSaleState(kind, state, action);
    if (next === undefined) return [];
    return [next === state ? action : `${action} → ${next}`];
  });
}

for (const [kind, table] of [
  ["draw", DRAW],
  ["open", OPEN],
] as const) {
  describe(`a sale of kind ${kind}`, () => {
    for (const state of STATES) {
      test(`that is ${state} allows ${table[state].join(", ") || "nothing"}`, () => {
        expect(allowed(kind, state).toSorted()).toEqual([...table[state]].toSorted());
      });
    }

    test("names for each action the states that allow it", () => {
      for (const action of ACTIONS) {
        const states = STATES.filter((state) => nextSaleState(kind, state, action) !== undefined);
        expect(statesAllowing(kind, action)).toEqual(states);
      }
    });

    test("has a lane wherever its stock can be claimed, barred or added to", () => {
      // No sale without a draw is ever closed or drawn.
      const reached = STATES.filter((state) => kind === "draw" || !/closed|drawn/.test(state));
      for (const state of reached) {
        const needsLane = (["claim", "bar", "add-stock", "take-place"] as const).some(
          (action) => nextSaleState(kind, state, action) !== undefined,
        );
        // An ended lane still ends its open holds.
        expect(hasLane(kind, state)).toBe(needsLane || state === "ended");
      }
    });
  });
}
