import { expect, test } from "bun:test";
import { HoldQueue } from "./hold-queue.ts";

interface Hold {
  readonly name: number;
  expiresAt: number;
  open: boolean;
}

test("the queue knows the next open hold, however many have ended before it", () => {
  const queue = new HoldQueue<Hold>((hold) => hold.open);
  const holds = Array.from({ length: 10_000 }, (_, name) => ({
    name,
    expiresAt: name,
    open: true,
  }));
  for (const hold of holds) queue.add(hold);
  for (const hold of holds.slice(0, 9_990)) {
    hold.open = false;
    queue.dropEnded();
  }
  expect(queue.first()?.name).toBe(9_990);
  for (const hold of holds) hold.open = false;
  expect(queue.first()).toBeUndefined();
});

test("only open holds end later after an outage", () => {
  const queue = new HoldQueue<Hold>((hold) => hold.open);
  const [first, second] = [1, 2].map((name) => ({ name, expiresAt: name, open: name === 2 }));
  if (first === undefined || second === undefined) throw new Error("two holds");
  for (const hold of [first, second]) queue.add(hold);
  queue.lengthen(100);
  expect([first.expiresAt, second.expiresAt]).toEqual([1, 102]);
});
