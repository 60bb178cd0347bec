import { expect, test } from "bun:test";
import { type DepositFacts, whyReturned } from "./deposit-returns.ts";

const stands: DepositFacts = {
  saleState: "registering",
  isHalted: false,
  hasPaidOrder: false,
  registration: { number: 7, standing: "entered" },
  afterNumber: 0,
};
const gone = (standing: "withdrawn" | "refused" | "left", afterNumber: number) => ({
  registration: { number: 7, standing },
  afterNumber,
});

const TABLE: readonly (readonly [string, Partial<DepositFacts>, string | undefined])[] = [
  ["stands with its fan's registration", {}, undefined],
  ["stands before its fan registers", { registration: undefined }, undefined],
  ["stands while the sale sells", { saleState: "selling" }, undefined],
  ["stands while the sale is paused", { saleState: "paused" }, undefined],
  ["goes back when the sale ends", { saleState: "ended" }, "sale_ended"],
  ["goes back when the sale is cancelled", { saleState: "cancelled" }, "sale_cancelled"],
  ["goes back when the sale is stopped for good", { isHalted: true }, "sale_halted"],
  ["goes back when the order is paid", { saleState: "selling", hasPaidOrder: true }, "order_paid"],
  [
    "tells of the paid order even after the sale",
    { saleState: "ended", hasPaidOrder: true },
    "order_paid",
  ],
  ["goes back to who withdrew", gone("withdrawn", 0), "left"],
  ["goes back to who left", gone("left", 0), "left"],
  ["goes back to who was refused", gone("refused", 0), "refused"],
  ["goes back to who left a second time", gone("left", 6), "left"],
  ["stands when its fan had left before and comes again", gone("left", 7), undefined],
  ["stands when its fan was refused before and comes again", gone("refused", 7), undefined],
];

test.each(TABLE)("a deposit %s", (_, facts, expected) => {
  expect(whyReturned({ ...stands, ...facts })).toBe(expected as never);
});
