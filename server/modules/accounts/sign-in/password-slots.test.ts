import { expect, test } from "bun:test";
import { createPasswordSlots, passwordSlotCount } from "./password-slots.ts";

function gate() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { promise, open: () => resolve() };
}

test("so many run at once, so many wait, and the rest is refused", async () => {
  const slots = createPasswordSlots(2, 1);
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
  const answers = [slots.run(work), slots.run(work), slots.run(work)];
  expect(await slots.run(work)).toBe("busy");
  end.open();
  expect(await Promise.all(answers)).toEqual(["done", "done", "done"]);
  expect(most).toBe(2);
});

test("work that fails gives its slot back", async () => {
  const slots = createPasswordSlots(1, 0);
  const failing = slots.run(() => Promise.reject(new Error("no")));
  expect(await failing.catch(String)).toBe("Error: no");
  expect(await slots.run(() => Promise.resolve(7))).toBe(7);
});

test("those who wait are served in the order of arrival", async () => {
  const slots = createPasswordSlots(1, 3);
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

test("a small pool leaves at least one slot and most of its connections to others", () => {
  expect(passwordSlotCount(2)).toBe(1);
  expect(passwordSlotCount(4)).toBe(1);
});
