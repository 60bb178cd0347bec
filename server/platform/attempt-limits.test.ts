import { expect, test } from "bun:test";
import { AttemptLimits } from "./attempt-limits.ts";

const LIMIT = { most: 3, windowMs: 1_000 };

function limitsAt(startMs: number) {
  const clock = { nowMs: startMs };
  return { clock, limits: new AttemptLimits(() => clock.nowMs) };
}

test("so many attempts may be made in a window, and one more says how long to wait", () => {
  const { clock, limits } = limitsAt(5);
  expect([1, 2, 3].map(() => limits.take("a", LIMIT))).toEqual([0, 0, 0]);
  clock.nowMs += 400;
  expect(limits.take("a", LIMIT)).toBe(600);
  expect(limits.take("b", LIMIT)).toBe(0);
  clock.nowMs += 600;
  expect(limits.take("a", LIMIT)).toBe(0);
});

test("an attempt that was right does not count, and gives no more than it took", () => {
  const { limits } = limitsAt(0);
  for (let round = 0; round < 10; round += 1) {
    expect(limits.take("a", LIMIT)).toBe(0);
    limits.giveBack("a");
  }
  for (let round = 0; round < 10; round += 1) limits.giveBack("a");
  expect([1, 2, 3, 4].map(() => limits.take("a", LIMIT) > 0)).toEqual([false, false, false, true]);
});

test("a flood of keys does not fill the memory", () => {
  const { limits } = limitsAt(0);
  for (let key = 0; key < 250_000; key += 1) limits.take(String(key), LIMIT);
  const { windows } = limits as unknown as { windows: Map<string, unknown> };
  expect(windows.size).toBeLessThanOrEqual(100_000);
  expect(windows.has("249999")).toBe(true);
});
