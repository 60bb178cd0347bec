import { expect, test } from "bun:test";
import { createManualClock } from "../../tests/support/platform.ts";
import { Rush } from "./rush.ts";

function rushOnAClock() {
  const clock = createManualClock();
  return { clock, rush: new Rush(clock) };
}

test("nobody is a rush, nor are a few orders now and then", () => {
  const { clock, rush } = rushOnAClock();
  expect(rush.isOn).toBe(false);
  for (let second = 0; second < 20; second += 1) {
    rush.count(10);
    clock.advance(250);
    expect(rush.isOn).toBe(false);
  }
});

test("a crowd is one from its first batch on, and for a second after its last", () => {
  const { clock, rush } = rushOnAClock();
  rush.count(128);
  expect(rush.isOn).toBe(true);
  clock.advance(999);
  expect(rush.isOn).toBe(true);
  rush.count(1);
  clock.advance(1);
  expect(rush.isOn).toBe(false);
});

test("orders that come one by one are a rush from fifty a second on", () => {
  const { clock, rush } = rushOnAClock();
  const seen: boolean[] = [];
  for (let order = 0; order < 13; order += 1) {
    rush.count(1);
    seen.push(rush.isOn);
    clock.advance(19);
  }
  expect(seen).toEqual([...Array<boolean>(12).fill(false), true]);
});
