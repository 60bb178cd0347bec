import { expect, test } from "bun:test";
import { Turns } from "./turns.ts";

test("work for one key is done one after another, in order, however it ends", async () => {
  const turns = new Turns();
  const seen: string[] = [];
  const work = (name: string, fails = false) =>
    turns.take("key", async () => {
      seen.push(`${name} begins`);
      await Bun.sleep(1);
      seen.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    });
  const results = await Promise.allSettled([work("a"), work("b", true), work("c")]);
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(seen).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
  expect(await work("d")).toBe("d");
});

test("work for another key waits for nobody", async () => {
  const turns = new Turns();
  const { promise, resolve } = Promise.withResolvers<void>();
  const slow = turns.take("one", () => promise);
  expect(await turns.take("other", () => Promise.resolve("done"))).toBe("done");
  resolve();
  await slow;
});
