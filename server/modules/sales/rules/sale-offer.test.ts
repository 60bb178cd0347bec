import { describe, expect, test } from "bun:test";
import { findOfferProblems, type SaleOffer } from "./sale-offer.ts";

const AT = Date.UTC(2026, 10, 1);
const HOUR = 3_600_000;

const OFFER: SaleOffer = {
  kind: "draw",
  variants: [{ variantId: "a", stock: 10, claimLimit: 1 }],
  drawMode: "beacon",
  registrationOpensAt: AT,
  registrationClosesAt: AT + HOUR,
  opensAt: AT + 2 * HOUR,
  endsAt: AT + 3 * HOUR,
};

const OPEN: Partial<SaleOffer> = { kind: "open", drawMode: null, registrationClosesAt: null };

const NO_DATES = {
  registrationOpensAt: null,
  registrationClosesAt: null,
  opensAt: null,
  endsAt: null,
};

/** The beacon's round comes half a minute after the closing. */
const beaconTime = (closesAt: number) => closesAt + 30_000;

const fieldsOf = (offer: Partial<SaleOffer>) =>
  findOfferProblems({ ...OFFER, ...offer }, beaconTime).map(({ field }) => field);

describe("an offer fits together", () => {
  const rows: readonly [title: string, offer: Partial<SaleOffer>][] = [
    ["with a beacon and all dates", {}],
    ["with a beacon and a closing time alone", { ...NO_DATES, registrationClosesAt: AT }],
    ["without a beacon and without dates", { ...NO_DATES, drawMode: "beaconless" }],
    ["without a draw", OPEN],
    ["without a draw and without dates", { ...OPEN, ...NO_DATES }],
    ["when only one of several variants has units", two({ stock: 0 })],
    ["with a hundred million units", two({ stock: 99_999_990 })],
    ["when it ends without having a date for the opening", { opensAt: null }],
    ["when the opening follows the beacon's round", { opensAt: AT + HOUR + 30_001 }],
  ];
  for (const [title, offer] of rows) {
    test(title, () => {
      expect(fieldsOf(offer)).toEqual([]);
    });
  }
});

describe("an offer is refused", () => {
  const rows: readonly [title: string, offer: Partial<SaleOffer>, fields: string[]][] = [
    ["with a variant twice", two({ variantId: "a" }), ["variants"]],
    ["without a unit", { variants: [{ variantId: "a", stock: 0, claimLimit: 1 }] }, ["variants"]],
    ["with too many units", two({ stock: 99_999_991 }), ["variants"]],
    ["when it is a draw that is not drawn", { drawMode: null }, ["drawMode"]],
    [
      "when it has no draw and a mode of drawing",
      { ...OPEN, drawMode: "beacon" },
      ["drawMode", "registrationClosesAt"],
    ],
    [
      "when it has no draw and closes registration",
      { ...OPEN, registrationClosesAt: AT + HOUR },
      ["registrationClosesAt"],
    ],
    ["with a beacon and no closing time", { registrationClosesAt: null }, ["registrationClosesAt"]],
    [
      "when registration closes as it opens",
      { registrationClosesAt: AT },
      ["registrationClosesAt"],
    ],
    [
      "when it opens as registration closes",
      { opensAt: AT + HOUR, drawMode: "beaconless" },
      ["opensAt"],
    ],
    ["when an open sale opens as its registration does", { ...OPEN, opensAt: AT }, ["opensAt"]],
    ["when it opens before the beacon's round", { opensAt: AT + HOUR + 30_000 }, ["opensAt"]],
    ["when it ends as it opens", { endsAt: AT + 2 * HOUR }, ["endsAt"]],
    ["when it ends before registration is over", { opensAt: null, endsAt: AT }, ["endsAt"]],
  ];
  for (const [title, offer, fields] of rows) {
    test(title, () => {
      expect(fieldsOf(offer)).toEqual(fields);
    });
  }

  test("with every problem told, in sentences", () => {
    const problems = findOfferProblems(
      { ...OFFER, variants: [], drawMode: null, endsAt: AT },
      beaconTime,
    );
    expect(problems.map(({ field }) => field)).toEqual(["variants", "drawMode", "endsAt"]);
    for (const { message } of problems) expect(message).toMatch(/^[A-Z].*\.$/);
  });
});

/** A second variant beside the first, which has 10 units. */
function two(second: Partial<SaleOffer["variants"][number]>): Partial<SaleOffer> {
  const variant = { variantId: "b", stock: 5, claimLimit: 1, ...second };
  return { variants: [...OFFER.variants, variant] };
}
