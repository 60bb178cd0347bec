import { expect, test } from "bun:test";
import type { WalkKind } from "./notice-kinds.ts";
import { type EntrantView, whyNotTold, type WalkView } from "./walk-notices.ts";

const entrant: EntrantView = {
  number: 7,
  standing: "entered",
  place: 3,
  isBarred: false,
  claim: null,
};

const view: WalkView = {
  state: "drawn",
  isOver: false,
  hasDraw: true,
  placedThrough: 10,
  admittedThrough: 0,
};

interface Case {
  readonly title: string;
  readonly kind: WalkKind;
  readonly entrant?: Partial<EntrantView>;
  readonly view?: Partial<WalkView>;
  readonly expected: string | undefined;
}

const undrawn = { state: "registering", placedThrough: 0 } as const;

const cases: readonly Case[] = [
  {
    title: "who registers is told",
    kind: "registered",
    entrant: { place: null },
    view: undrawn,
    expected: undefined,
  },
  {
    title: "who left at once is not",
    kind: "registered",
    entrant: { standing: "withdrawn", place: null },
    view: undrawn,
    expected: "left",
  },
  {
    title: "who is told the place needs no mail about the registration",
    kind: "registered",
    expected: "superseded",
  },
  {
    title: "nor who will be told it, in the moment after the draw",
    kind: "registered",
    view: { placedThrough: 0 },
    expected: "superseded",
  },
  {
    title: "a latecomer is told with the place",
    kind: "registered",
    entrant: { number: 11 },
    expected: undefined,
  },
  {
    title: "in an open sale the number stands for a place, and nothing is drawn",
    kind: "registered",
    view: { hasDraw: false, placedThrough: 0, state: "selling" },
    expected: undefined,
  },
  {
    title: "a registration is no news when nothing is left",
    kind: "registered",
    entrant: { number: 11 },
    view: { state: "selling", isOver: true },
    expected: "over",
  },
  {
    title: "nor after a claim",
    kind: "registered",
    entrant: { number: 11, claim: "held" },
    view: { state: "selling" },
    expected: "claimed",
  },
  { title: "a place is told", kind: "placed", expected: undefined },
  {
    title: "who was not let onto the list has none",
    kind: "placed",
    entrant: { standing: "refused", place: null },
    expected: "left",
  },
  {
    title: "a place is late when its turn has come",
    kind: "placed",
    view: { state: "selling", admittedThrough: 3 },
    expected: "late",
  },
  {
    title: "and is not a moment before",
    kind: "placed",
    view: { state: "selling", admittedThrough: 2 },
    expected: undefined,
  },
  {
    title: "who is barred is not told of a place",
    kind: "placed",
    entrant: { isBarred: true },
    expected: "barred",
  },
  {
    title: "a place in a sale that ended is no news",
    kind: "placed",
    view: { state: "ended" },
    expected: "over",
  },
  {
    title: "a turn is near before it has come",
    kind: "turn_near",
    view: { state: "selling", admittedThrough: 2 },
    expected: undefined,
  },
  {
    title: "and not any more when it has",
    kind: "turn_near",
    view: { state: "selling", admittedThrough: 3 },
    expected: "late",
  },
  {
    title: "a friend code was faster than the line",
    kind: "turn_near",
    entrant: { claim: "paid" },
    view: { state: "selling" },
    expected: "claimed",
  },
  {
    title: "who got nothing is told of the end",
    kind: "over",
    view: { state: "selling", isOver: true, admittedThrough: 9 },
    expected: undefined,
  },
  {
    title: "and so is who waits",
    kind: "over",
    entrant: { claim: "waiting" },
    expected: undefined,
  },
  { title: "who bought is not", kind: "over", entrant: { claim: "paid" }, expected: "claimed" },
  {
    title: "who let the hold expire was told that",
    kind: "over",
    entrant: { claim: "expired" },
    expected: "claimed",
  },
  { title: "who left is not", kind: "over", entrant: { standing: "left" }, expected: "left" },
  { title: "nor who was barred", kind: "over", entrant: { isBarred: true }, expected: "barred" },
  {
    title: "all who are registered hear of a cancellation",
    kind: "cancelled",
    view: { state: "cancelled" },
    expected: undefined,
  },
  {
    title: "a new opening is told",
    kind: "moved",
    expected: undefined,
  },
  {
    title: "but not when the sale has opened",
    kind: "moved",
    view: { state: "selling" },
    expected: "late",
  },
  {
    title: "and not when it was cancelled after all",
    kind: "moved",
    view: { state: "cancelled" },
    expected: "over",
  },
];

for (const given of cases) {
  test(`${given.kind}: ${given.title}`, () => {
    const reason = whyNotTold(
      given.kind,
      { ...entrant, ...given.entrant },
      { ...view, ...given.view },
    );
    expect<string | undefined>(reason).toBe(given.expected);
  });
}
