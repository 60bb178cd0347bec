import { expect, test } from "bun:test";
import { type Stage, stageOf, type StageView } from "./stages.ts";

type Fan = NonNullable<StageView["fan"]>;

function view(sale: Partial<StageView["sale"]>, fan?: Partial<Fan>): StageView {
  return {
    sale: {
      kind: "draw",
      state: "selling",
      registrationOpensAt: null,
      isFinal: false,
      ...sale,
    },
    nowMs: 1_000,
    isRefused: false,
    fan:
      fan === undefined
        ? undefined
        : {
            place: 5,
            admittedThrough: 3,
            isBarred: false,
            isGivenUp: false,
            claim: undefined,
            ...fan,
          },
  };
}

const cases: readonly [expected: Stage, title: string, view: StageView][] = [
  ["upcoming", "registration is still to come", view({ registrationOpensAt: 1_001 })],
  ["may-register", "registration is open", view({ state: "registering" })],
  ["may-follow", "the list is closed", view({ state: "closed" })],
  ["may-follow", "the sale sells", view({})],
  ["refused", "the closing took the fan off", { ...view({ state: "drawn" }), isRefused: true }],
  ["in-line", "who joined again is on the list", { ...view({}, {}), isRefused: true }],
  ["stock-gone", "a stranger comes when all is sold", view({ isFinal: true })],
  ["may-register", "an open sale takes everybody", view({ kind: "open" })],
  ["registered", "the fan is on the list", view({ state: "registering" }, { place: undefined })],
  ["drawing", "the draw is still to come", view({ state: "closed" }, { place: undefined })],
  ["placed", "the place is drawn", view({ state: "drawn" }, {})],
  ["in-line", "the line has not reached the place", view({}, { place: 4 })],
  ["your-turn", "the line has reached the place", view({}, { place: 3 })],
  ["your-turn", "an open sale has opened", view({ kind: "open" }, { place: 9 })],
  ["registered", "an open sale is still to open", view({ kind: "open", state: "registering" }, {})],
  ["paused", "the operator paused", view({ state: "paused" }, { place: 3 })],
  ["stock-gone", "all is sold before the turn", view({ isFinal: true }, {})],
  ["waiting", "the claim waits for units that come back", view({}, { claim: "waiting" })],
  ["stock-gone", "a waiting claim has nothing left", view({ isFinal: true }, { claim: "waiting" })],
  ["held", "units are held", view({}, { claim: "held" })],
  ["held", "a hold outlives the sale's end", view({ state: "ended" }, { claim: "held" })],
  ["paying", "a payment is under way", view({ state: "ended" }, { claim: "paying" })],
  ["paid", "the claim is paid", view({ state: "ended" }, { claim: "paid" })],
  ["paid", "a bar does not undo what was paid", view({}, { claim: "paid", isBarred: true })],
  ["claim-over", "the hold expired", view({}, { claim: "expired" })],
  [
    "barred",
    "a barred fan sees the bar, not the claim",
    view({}, { claim: "expired", isBarred: true }),
  ],
  ["given-up", "the fan left the line", view({}, { isGivenUp: true })],
  ["ended", "the sale is over", view({ state: "ended" }, { claim: "waiting" })],
  ["ended", "the sale is over for strangers too", view({ state: "ended" })],
  ["cancelled", "the sale was cancelled", view({ state: "cancelled" }, {})],
];

for (const [expected, title, given] of cases) {
  test(`${expected}: ${title}`, () => expect(stageOf(given)).toBe(expected));
}
