import { expect, test } from "bun:test";
import { createRequestLimits } from "./request-limits.ts";

const limit = { window: 60, max: 2 };

function limitsWithClock() {
  const clock = { nowMs: 1000 };
  return { clock, limits: createRequestLimits(() => clock.nowMs) };
}

test("the request past the limit is refused and told how long to wait", () => {
  const { clock, limits } = limitsWithClock();
  expect(limits.consume("a", limit)).toEqual({ allowed: true, retryAfter: null });
  clock.nowMs += 10_000;
  expect(limits.consume("a", limit).allowed).toBe(true);
  expect(limits.consume("a", limit)).toEqual({ allowed: false, retryAfter: 50 });
});

test("one key's limit says nothing about another's", () => {
  const { limits } = limitsWithClock();
  limits.consume("a", limit);
  limits.consume("a", limit);
  expect(limits.consume("b", limit).allowed).toBe(true);
});

test("a new window starts when the old one is over", () => {
  const { clock, limits } = limitsWithClock();
  for (let count = 0; count < 3; count += 1) limits.consume("a", limit);
  clock.nowMs += 59_999;
  expect(limits.consume("a", limit).allowed).toBe(false);
  clock.nowMs += 1;
  expect(limits.consume("a", limit).allowed).toBe(true);
});

test("a flood of addresses pushes out the oldest keys, not the newest", () => {
  const { limits } = limitsWithClock();
  const once = { window: 60, max: 1 };
  for (let index = 0; index < 100_000; index += 1) limits.consume(`old ${index}`, once);
  limits.consume("new", once);
  expect(limits.consume("new", once).allowed).toBe(false);
  expect(limits.consume("old 99999", once).allowed).toBe(false);
  expect(limits.consume("old 0", once).allowed).toBe(true);
});
