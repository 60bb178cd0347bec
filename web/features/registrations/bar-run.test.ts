import { expect, test } from "bun:test";
import { barAll, isOver, placesInShort, type BarRun } from "./bar-run.ts";

test("a place that cannot be removed does not stop the others, and is named with its reason", async () => {
  const seen: BarRun[] = [];
  const asked: number[] = [];
  const run = await barAll(
    [3, 5, 8],
    (place) => {
      asked.push(place);
      return Promise.resolve(place === 5 ? { code: "lane_busy" } : undefined);
    },
    (step) => seen.push(step),
  );
  expect(asked).toEqual([3, 5, 8]);
  expect(run).toEqual({
    total: 3,
    done: [3, 8],
    failed: [{ place: 5, problem: { code: "lane_busy" } }],
  });
  expect(seen.map(({ done, failed }) => done.length + failed.length)).toEqual([0, 1, 2, 3]);
  expect(seen.map(isOver)).toEqual([false, false, false, true]);
});

test.each([
  [[], ""],
  [[7], "7"],
  [[4, 1, 2, 3, 7, 10, 9], "1–4, 7, 9–10"],
])("the places %p read %s", (places, text) => {
  expect(placesInShort(places)).toBe(text);
});
