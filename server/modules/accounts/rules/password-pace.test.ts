import { expect, test } from "bun:test";
import { hashWaitMs, mayQueue } from "./password-pace.ts";

const paces: readonly [title: string, isRush: boolean, sinceLastMs: number, waitMs: number][] = [
  ["without a rush hashes follow each other", false, 0, 0],
  ["in a rush the first one begins", true, Number.POSITIVE_INFINITY, 0],
  ["in a rush the next one waits, and looks whether the rush is over", true, 0, 250],
  ["it waits no longer than it has to", true, 900, 100],
  ["it begins a second after the last", true, 1_000, 0],
];

for (const [title, isRush, sinceLastMs, waitMs] of paces) {
  test(title, () => {
    expect(hashWaitMs(isRush, sinceLastMs)).toBe(waitMs);
  });
}

const queues: readonly [isRush: boolean, slots: number, waiting: number, may: boolean][] = [
  [false, 1, 31, true],
  [false, 1, 32, false],
  [false, 4, 127, true],
  [true, 1, 3, true],
  [true, 4, 4, false],
];

for (const [isRush, slots, waiting, may] of queues) {
  const when = isRush ? "in a rush" : "otherwise";
  test(`${when}, behind ${waiting} at ${slots} slots ${may ? "one more waits" : "none waits"}`, () => {
    expect(mayQueue(isRush, slots, waiting)).toBe(may);
  });
}
