import { createHash } from "node:crypto";
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import {
  carriedDigest,
  carriedRootMessage,
  drawBasis,
  encodeCarried,
  parseCarried,
} from "./carry-over.ts";
import { drawOrder, orderDigest } from "./draw.ts";

// The frozen values of this file were computed by a separate program in Python.
const SALE = "0198c0de-0000-7000-8000-000000000001";
const EARLIER = "0198c0de-0000-7000-8000-000000000002";
const seed = Uint8Array.fromHex("5f73b5c579e28a39444230225c9a106070e7d7275ecedecfb1a0b0d2bf1b4235");
const root = new Uint8Array(createHash("sha256").update("root").digest());
const digestOf = (...numbers: number[]) =>
  carriedDigest(SALE, { from: EARLIER, numbers: Uint32Array.from(numbers) });
const numbersTo = (count: number) => Uint32Array.from({ length: count }, (_, index) => index + 1);

describe("frozen", () => {
  test.each<[number[], number[], number[]]>([
    [
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
      [3, 4, 9],
      [4, 3, 9, 6, 8, 7, 2, 10, 1, 5],
    ],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [10], [10, 4, 6, 5, 2, 7, 1, 8, 3, 9]],
    [
      [2, 3, 5, 8, 13, 21, 34],
      [3, 34],
      [34, 3, 5, 8, 2, 13, 21],
    ],
  ])("order of %p with %p carried", (live, carried, order) => {
    const drawn = drawOrder(seed, Uint32Array.from(live), Uint32Array.from(carried));
    expect([...drawn]).toEqual(order);
  });

  test("digest of the order of a thousand entrants with each tenth carried", () => {
    const live = numbersTo(1000);
    const order = drawOrder(
      seed,
      live,
      live.filter((n) => n % 10 === 0),
    );
    expect(orderDigest(order).toHex()).toBe(
      "915f2f0cba08be30418e820a0773a0cdf88dd289944c27795eb3b1bedeb67284",
    );
  });

  test("where all are carried, or nobody is, the order is the one without carry-over", () => {
    const without = drawOrder(seed, numbersTo(10));
    expect(drawOrder(seed, numbersTo(10), numbersTo(10))).toEqual(without);
    expect(drawOrder(seed, numbersTo(10), new Uint32Array())).toEqual(without);
  });

  test("digest, basis of the seed, and what the root's signature covers", () => {
    expect(digestOf().toHex()).toBe(
      "f566a941754e0353c8fd92ceb44fe51914867a0fa929bbccf01014fa6328a6ae",
    );
    expect(digestOf(3, 4, 9).toHex()).toBe(
      "9d052de4363044e3a7b8aee82f993291ffa8eac0221aaf4bde670e67b1ba5534",
    );
    expect(digestOf(1, 2_000_000).toHex()).toBe(
      "2b0ea570b04f90b8676daaee36052310d8d21f7b99bb8f88c44a49f9d2e2bdf6",
    );
    expect(drawBasis(root, digestOf(3, 4, 9)).toHex()).toBe(
      "48fde2cc82d091cce9f297975213b69363a9784696bad6c1de7466cc0bad200a",
    );
    expect(drawBasis(root, null)).toBe(root);
    expect(Buffer.from(carriedRootMessage(SALE, 8, root, digestOf(3, 4, 9))).toString("hex")).toBe(
      "6d696c6c65742d656e7472616e74732d726f6f742d76320198c0de000070008000000000000001000000084813494d137e1631bba301d5acab6e7bb7aa74ce1185d456565ef51d737677b29d052de4363044e3a7b8aee82f993291ffa8eac0221aaf4bde670e67b1ba5534",
    );
  });
});

const splits = fc
  .uniqueArray(fc.integer({ min: 1, max: 400 }), { minLength: 1 })
  .chain((numbers) => fc.tuple(fc.constant(numbers), fc.subarray(numbers)))
  .map(([live, carried]) => ({
    live: Uint32Array.from(live).sort(),
    carried: Uint32Array.from(carried).sort(),
  }));

describe("a draw with carried entrants", () => {
  test("names each entrant once, the carried ones first", () => {
    const seeds = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(seeds, splits, (anySeed, { live, carried }) => {
        const order = drawOrder(anySeed, live, carried);
        expect(order.toSorted()).toEqual(live);
        expect(order.slice(0, carried.length).sort()).toEqual(carried);
      }),
    );
  });

  test("gives a carried entrant each of the first places equally often", () => {
    const seen = [0, 0, 0];
    const carried = Uint32Array.from([2, 5, 7]);
    for (let draw = 0; draw < 3_000; draw++) {
      const anySeed = new Uint8Array(createHash("sha256").update(`draw ${draw}`).digest());
      const place = drawOrder(anySeed, numbersTo(9), carried).indexOf(5);
      seen[place] = (seen[place] ?? 0) + 1;
    }
    // Chi-square with two degrees of freedom: 13.8 is passed once in a thousand samples.
    const chi = seen.reduce((sum, count) => sum + (count - 1_000) ** 2 / 1_000, 0);
    expect(chi).toBeLessThan(13.8);
    expect(seen).toHaveLength(3);
  });

  test.each([[[11]], [[4, 3]], [[3, 3]], [[0]]])("is not drawn with %p carried", (carried) => {
    const numbers = Uint32Array.from(carried);
    expect(() => drawOrder(seed, numbersTo(10), numbers)).toThrow("Invariant broken");
  });

  test("is bound to the numbers, to their sale, and to the earlier one", () => {
    const numbers = Uint32Array.from([3, 4, 9]);
    const digests = [
      digestOf(3, 4, 9),
      digestOf(3, 4),
      digestOf(3, 4, 10),
      carriedDigest(EARLIER, { from: SALE, numbers }),
      carriedDigest(SALE, { from: SALE, numbers }),
    ].map((digest) => digest.toHex());
    expect(new Set(digests).size).toBe(digests.length);
    expect(() => digestOf(4, 3)).toThrow("Invariant broken");
  });
});

describe("the file of carried numbers", () => {
  test("is read as it was written", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 2 ** 32 - 1 })), (numbers) => {
        const sorted = Uint32Array.from(numbers).sort();
        expect(parseCarried(encodeCarried(sorted))).toEqual({ ok: true, numbers: sorted });
      }),
      { examples: [[[]], [[1, 2 ** 32 - 1]]] },
    );
  });

  test.each<[string, number]>([
    ["3\n4", 2],
    ["3\n\n4\n", 2],
    ["\n", 1],
    ["0\n", 1],
    ["03\n", 1],
    ["-3\n", 1],
    ["3 \n", 1],
    ["3\r\n", 1],
    ["4\n3\n", 2],
    ["3\n3\n", 2],
    ["4294967296\n", 1],
    ["1e3\n", 1],
  ])("is refused as %j, at line %d", (text, line) => {
    expect(parseCarried(new TextEncoder().encode(text))).toEqual({ ok: false, line });
  });
});
