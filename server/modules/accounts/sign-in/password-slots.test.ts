import { expect, test } from "bun:test";
import { createManualClock } from "../../../../tests/support/platform.ts";
import { createPasswordSlots, passwordSlotCount } from "./password-slots.ts";

/** Slots on a clock, a rush and a timer that the test moves. */
function slotsOf(count: number) {
  const clock = createManualClock();
  const rush = { isOn: false };
  const timers: { atMs: number; work: () => void }[] = [];
  const slots = createPasswordSlots(count, { clock, rush }, (ms, work) => {
    timers.push({ atMs: clock.monotonicMs() + ms, work });
  });
  return {
    rush,
    slots,
    timers,
    /** Lets so much time pass, and all that is due meanwhile happen. */
    pass: async (ms: number) => {
      for (let passed = 0; passed < ms; passed += 10) {
        clock.advance(10);
        const due = timers.filter(({ atMs }) => atMs <= clock.monotonicMs());
        for (const timer of due) timers.splice(timers.indexOf(timer), 1);
        for (const { work } of due) work();
        for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
      }
    },
  };
}

function gate() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { promise, open: () => resolve() };
}

test("so many run at once, so many wait, and the rest is refused", async () => {
  const { slots } = slotsOf(2);
  const end = gate();
  let running = 0;
  let most = 0;
  const work = async () => {
    running += 1;
    most = Math.max(most, running);
    await end.promise;
    running -= 1;
    return "done";
  };
  const answers = Array.from({ length: 2 + 64 }, () => slots.run(work));
  expect(slots.isFull).toBe(true);
  expect(await slots.run(work)).toBe("busy");
  end.open();
  expect(new Set(await Promise.all(answers))).toEqual(new Set(["done"]));
  expect([most, slots.isFull]).toEqual([2, false]);
});

test("work that fails gives its slot back", async () => {
  const { slots } = slotsOf(1);
  const failing = slots.run(() => Promise.reject(new Error("no")));
  expect(await failing.catch(String)).toBe("Error: no");
  expect(await slots.run(() => Promise.resolve(7))).toBe(7);
});

test("those who wait are served in the order of arrival", async () => {
  const { slots } = slotsOf(1);
  const end = gate();
  const order: number[] = [];
  const first = slots.run(() => end.promise);
  const others = [1, 2, 3].map((number) =>
    slots.run(() => {
      order.push(number);
      return Promise.resolve();
    }),
  );
  end.open();
  await Promise.all([first, ...others]);
  expect(order).toEqual([1, 2, 3]);
});

test("in a rush one begins each second, whoever is ready; few wait, and the rest is refused", async () => {
  const { rush, slots, timers, pass } = slotsOf(4);
  rush.isOn = true;
  let done = 0;
  const answers = Array.from({ length: 20 }, () => slots.run(async () => (done += 1)));
  await pass(10);
  expect([done, slots.isFull, timers.length]).toEqual([1, true, 1]);
  const seen: number[] = [];
  for (let second = 0; second < 5; second += 1) {
    await pass(1_000);
    seen.push(done);
  }
  expect(seen).toEqual([2, 3, 4, 5, 5]);
  expect((await Promise.all(answers)).filter((answer) => answer === "busy")).toHaveLength(15);
  expect(slots.isFull).toBe(false);
});

test("those who waited before a rush wait on, and go as soon as it is over", async () => {
  const { rush, slots, timers, pass } = slotsOf(1);
  const end = gate();
  let done = 0;
  const first = slots.run(() => end.promise);
  const others = Array.from({ length: 30 }, () => slots.run(async () => (done += 1)));
  rush.isOn = true;
  end.open();
  await pass(500);
  expect(done).toBe(0);
  expect(timers).toHaveLength(1);
  expect(await slots.run(() => Promise.resolve())).toBe("busy");
  rush.isOn = false;
  await pass(250);
  expect(await Promise.all(others)).toHaveLength(30);
  await first;
  expect([done, timers.length]).toEqual([30, 0]);
});

test("a small pool leaves at least one slot and most of its connections to others", () => {
  expect(passwordSlotCount(2)).toBe(1);
  expect(passwordSlotCount(4)).toBe(1);
});
