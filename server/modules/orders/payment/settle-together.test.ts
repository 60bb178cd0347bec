import { expect, test } from "bun:test";
import { outputOf, settleTogether } from "./settle-together.ts";

const asked: (readonly number[])[] = [];

/** Doubles even numbers; a batch with an odd one fails as a whole. */
function double(inputs: readonly number[]): Promise<number[]> {
  asked.push(inputs);
  const odd = inputs.find((input) => input % 2 === 1);
  if (odd !== undefined) return Promise.reject(new Error(`${odd} is odd`));
  return Promise.resolve(inputs.map((input) => input * 2));
}

test("a batch without trouble is done in one piece", async () => {
  asked.length = 0;
  const settled = await settleTogether([2, 4], double);
  expect(settled.map(outputOf)).toEqual([4, 8]);
  expect(asked).toEqual([[2, 4]]);
});

test("one that fails does not take the others with it", async () => {
  const settled = await settleTogether([2, 3, 4, 5], double);
  expect(settled.map(({ ok }) => ok)).toEqual([true, false, true, false]);
  expect(() => settled.map(outputOf)).toThrow("3 is odd");
});

test("while the database is away, nobody tries one by one", async () => {
  asked.length = 0;
  const away = new Error("Connection terminated unexpectedly");
  const settled = await settleTogether([2, 4], (inputs) => {
    asked.push(inputs);
    return Promise.reject(away);
  });
  expect(settled).toEqual([
    { ok: false, error: away },
    { ok: false, error: away },
  ]);
  expect(asked).toHaveLength(1);
});
