import { createHash } from "node:crypto";
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import {
  beaconlessSeed,
  beaconSeed,
  createWordStream,
  drawOrder,
  drawSecretHash,
  numberBelow,
  orderDigest,
  placesByEntrant,
} from "./draw.ts";

const sha256 = (text: string) => new Uint8Array(createHash("sha256").update(text).digest());
const numbersTo = (count: number) => Uint32Array.from({ length: count }, (_, index) => index + 1);

// The frozen values of this file were computed by a separate program in Python.
const root = sha256("root");
const randomness = Uint8Array.fromHex(
  "fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd",
);
const secret = Uint8Array.from({ length: 32 }, (_, index) => index);
const seed = Uint8Array.fromHex("5f73b5c579e28a39444230225c9a106070e7d7275ecedecfb1a0b0d2bf1b4235");

describe("frozen", () => {
  test("seeds", () => {
    expect(beaconSeed(randomness, root)).toEqual(seed);
    expect(beaconlessSeed(secret, root).toHex()).toBe(
      "3dba9a381c00c47dd444f8de5f7f8d0cfae62effab9ccc7c4d338f958b98ac6e",
    );
    expect(drawSecretHash(secret).toHex()).toBe(
      "a8ded95d643f9a1e9abc497840891962e256b49a5c201b3735ac7526a3e86f59",
    );
  });

  test("words of the stream, over the end of a block", () => {
    const nextWord = createWordStream(seed);
    expect(Array.from({ length: 10 }, nextWord)).toEqual([
      3_784_564_646, 2_859_062_794, 1_424_272_103, 1_441_629_294, 2_905_215_522, 3_676_093_253,
      3_610_763_927, 3_691_208_310, 2_932_479_944, 2_522_331_317,
    ]);
  });

  test.each<[number[], number[]]>([
    [[], []],
    [[1], [1]],
    [
      [1, 2],
      [2, 1],
    ],
    [
      [1, 2, 3, 4, 5],
      [5, 1, 4, 3, 2],
    ],
    [
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
      [2, 3, 6, 5, 4, 10, 1, 9, 8, 7],
    ],
    [
      [2, 3, 5, 8, 13, 21, 34],
      [21, 3, 2, 34, 8, 13, 5],
    ],
  ])("order of %p", (live, order) => {
    expect([...drawOrder(seed, Uint32Array.from(live))]).toEqual(order);
  });

  // A million draws from this seed pass over 63 words, so the last one holds the rejection fast
  // too.
  test.each([
    [0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
    [10, "98271a18fc1fe87471481022163cf6b459ae7c79eafbfb4a4791e62c5e58e004"],
    [1000, "bce4a6196c7d272b0cfcef76f999127b97ed3ee6a384cdc19fd5239e4f91daa2"],
    [1_000_000, "e9b2c1ff89c9c3a04a3e3cb00319fd994803e6e640fae1b4315d7b72aec90d28"],
  ])("digest of the order of %d entrants", (count, digest) => {
    expect(orderDigest(drawOrder(seed, numbersTo(count))).toHex()).toBe(digest);
  });
});

describe("an order", () => {
  function expectPermutation(order: Uint32Array, live: Uint32Array): void {
    expect(order.toSorted().join()).toBe(live.join());
  }

  test("of any number of entrants up to 10,000 names each of them once", () => {
    for (let count = 0; count <= 300; count++) {
      expectPermutation(drawOrder(seed, numbersTo(count)), numbersTo(count));
    }
    const seeds = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 10_000 }), (anySeed, count) => {
        expectPermutation(drawOrder(anySeed, numbersTo(count)), numbersTo(count));
      }),
      { examples: [[seed, 10_000]] },
    );
  });

  test("leaves out those who left, and does not change what it was given", () => {
    const live = numbersTo(500).filter((n) => n % 7 !== 0);
    const before = live.slice();
    expectPermutation(drawOrder(seed, live), before);
    expect(live).toEqual(before);
  });

  test("changes with the root, the randomness and the secret", () => {
    const live = numbersTo(100);
    const orders = [
      beaconSeed(randomness, root),
      beaconSeed(randomness, sha256("another root")),
      beaconSeed(sha256("another round"), root),
      beaconlessSeed(randomness, root),
      beaconlessSeed(randomness, sha256("another root")),
    ].map((seed) => orderDigest(drawOrder(seed, live)).toHex());
    expect(new Set(orders).size).toBe(orders.length);
  });

  test("is not drawn from numbers that are unsorted, repeated or zero", () => {
    for (const live of [
      [2, 1],
      [1, 1],
      [0, 1],
      [1, 2, 2],
    ]) {
      expect(() => drawOrder(seed, Uint32Array.from(live))).toThrow("Invariant broken");
    }
  });

  test("is not drawn from a seed, nor a seed made from parts, of another length", () => {
    const short = new Uint8Array(31);
    expect(() => drawOrder(short, numbersTo(3))).toThrow("Invariant broken");
    expect(() => beaconSeed(short, root)).toThrow("Invariant broken");
    expect(() => beaconlessSeed(secret, short)).toThrow("Invariant broken");
    expect(() => drawSecretHash(short)).toThrow("Invariant broken");
  });
});

describe("the places by entrant", () => {
  test("are the inverse of the order, and 0 for those who have none", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 300 })), (numbers) => {
        const order = drawOrder(seed, Uint32Array.from(numbers).sort());
        const places = placesByEntrant(order, 300);
        expect(places).toHaveLength(301);
        for (const [index, n] of order.entries()) expect(places[n]).toBe(index + 1);
        expect(places.filter((place) => place === 0)).toHaveLength(301 - order.length);
      }),
    );
  });

  test.each([[[1, 1]], [[4]], [[0]]])("are not made of the impossible order %p", (order) => {
    expect(() => placesByEntrant(Uint32Array.from(order), 3)).toThrow("Invariant broken");
  });
});

describe("a number below a bound", () => {
  const from = (words: number[]) => () => words.shift() ?? Number.NaN;

  test.each([
    // ⌊2³² / 3⌋ · 3 = 2³² − 1: one word is passed over.
    [3, [2 ** 32 - 1, 2 ** 32 - 2], 2],
    // Just under half of all words are passed over.
    [2 ** 31 + 1, [2 ** 31 + 1, 2 ** 32 - 1, 2 ** 31], 2 ** 31],
    // A power of two passes over none.
    [2 ** 31, [2 ** 32 - 1], 2 ** 31 - 1],
    [10, [4_294_967_290, 4_294_967_289], 9],
    [1, [2 ** 32 - 1], 0],
  ])("%d is not biased by the words that are over", (bound, words, number) => {
    expect(numberBelow(bound, from(words))).toBe(number);
    expect(words).toBeEmpty();
  });

  test("comes from every residue of all that is accepted", () => {
    expect(numberBelow(7, from([13]))).toBe(6);
    expect(numberBelow(7, from([14]))).toBe(0);
  });

  test.each([0, -1, 2 ** 32, 1.5])("cannot have the bound %p", (bound) => {
    expect(() => numberBelow(bound, from([0]))).toThrow("Invariant broken");
  });
});

describe("chance", () => {
  /** Pearson's statistic against equal expected counts. */
  function chiSquare(counts: readonly number[]): number {
    const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  }

  /** Seeds of a fixed series, so that the test says the same every time. */
  const seedOf = (index: number) => sha256(`chance ${index}`);

  // Critical values: the 0.999 quantiles of the chi-square distribution as given by scipy 1's
  // stats.chi2.ppf(0.999, df); tables agree (NIST/SEMATECH e-Handbook, 1.3.6.7.4: df 100, 149.449).
  const criticalAt119 = 172.418;
  const criticalAt999 = 1142.848;

  test("gives each of the 120 orders of five equally often", () => {
    const counts = new Map<string, number>();
    const live = numbersTo(5);
    for (let index = 0; index < 60_000; index++) {
      const order = drawOrder(seedOf(index), live).join();
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(120);
    expect(chiSquare([...counts.values()])).toBeLessThan(criticalAt119);
  });

  test("gives each of 1,000 entrants the first, a middle and the last place equally often", () => {
    const live = numbersTo(1000);
    const places = [0, 499, 999];
    const counts = places.map(() => Array.from({ length: 1000 }, () => 0));
    const placesOfFirst = Array.from({ length: 1000 }, () => 0);
    for (let index = 0; index < 20_000; index++) {
      const order = drawOrder(seedOf(index), live);
      for (const [which, place] of places.entries()) {
        const n = order[place] ?? 0;
        const row = counts[which] ?? [];
        row[n - 1] = (row[n - 1] ?? 0) + 1;
      }
      const place = order.indexOf(1);
      placesOfFirst[place] = (placesOfFirst[place] ?? 0) + 1;
    }
    for (const row of [...counts, placesOfFirst]) {
      expect(chiSquare(row)).toBeLessThan(criticalAt999);
    }
  });
});
