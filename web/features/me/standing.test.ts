import { expect, test } from "bun:test";
import { isUnderWay, pathOf, standingOf } from "./standing.ts";

type Registration = Parameters<typeof standingOf>[0];

const selling: Registration = {
  state: "selling",
  kind: "draw",
  standing: "entered",
  isBarred: false,
  placesAhead: 3,
  claim: null,
};

const claimIn = (state: NonNullable<Registration["claim"]>["state"]) => ({
  claim: { id: "claim", state, expiresAt: null },
});

test.each([
  [{}, "inLine"],
  [{ placesAhead: 0 }, "turn"],
  [{ placesAhead: null }, "inLine"],
  [{ kind: "open", placesAhead: null }, "turn"],
  [{ state: "registering" }, "registered"],
  [{ state: "closed" }, "drawing"],
  [{ state: "drawn" }, "placeDrawn"],
  [{ state: "paused", placesAhead: 0 }, "paused"],
  [{ state: "ended" }, "over"],
  [{ state: "cancelled", standing: "refused" }, "cancelled"],
  [{ standing: "refused" }, "refused"],
  [{ isBarred: true, placesAhead: 0 }, "barred"],
  [claimIn("held"), "held"],
  [{ ...claimIn("paying"), state: "ended" }, "paying"],
  [{ ...claimIn("paid"), state: "ended" }, "paid"],
  [claimIn("waiting"), "waiting"],
  [{ ...claimIn("waiting"), state: "ended" }, "over"],
  [claimIn("expired"), "claimOver"],
  [{ ...claimIn("released"), state: "ended" }, "over"],
] as const)("a registration with %j is about: %s", (change, standing) => {
  expect(standingOf({ ...selling, ...change })).toBe(standing);
});

test("a hold leads to its order, and all else to the fan's page of the sale", () => {
  const held = { saleId: "sale", ...claimIn("held") };
  expect(pathOf("held", held)).toBe("/orders/claim?sale=sale");
  expect(pathOf("waiting", held)).toBe("/sales/sale/waiting");
  expect(pathOf("turn", { saleId: "sale", claim: null })).toBe("/sales/sale/waiting");
});

test("only what waits for the fan, or for units, is under way", () => {
  expect((["held", "paying", "waiting", "turn"] as const).every(isUnderWay)).toBe(true);
  expect((["paid", "inLine", "over", "refused", "registered"] as const).some(isUnderWay)).toBe(
    false,
  );
});
