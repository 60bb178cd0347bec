import { expect, test } from "bun:test";
import { isOrderComing } from "./coming-orders.ts";

test("an order is waited for while its claim holds units and it is not there", () => {
  expect(isOrderComing([{ id: "a", state: "held" }], [])).toBe(true);
  expect(isOrderComing([{ id: "a", state: "paying" }], [{ id: "b" }])).toBe(true);
  expect(isOrderComing([{ id: "a", state: "held" }], [{ id: "a" }])).toBe(false);
});

test("claims that are over or wait for units are no reason to ask again", () => {
  for (const state of ["waiting", "paid", "released", "expired", "returned"]) {
    expect(isOrderComing([{ id: "a", state }], [])).toBe(false);
  }
  expect(isOrderComing([], [])).toBe(false);
});
