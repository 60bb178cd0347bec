import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { ClaimLinesPool, type ClaimLine } from "./claim-lines.ts";

const anyLines: fc.Arbitrary<ClaimLine[]> = fc.uniqueArray(
  fc.tuple(fc.nat({ max: 49 }), fc.integer({ min: 1, max: 10_000 })),
  { selector: ([variant]) => variant, minLength: 1, maxLength: 20 },
);

describe("the lines of a claim", () => {
  test("are one object however they are ordered", () => {
    fc.assert(
      fc.property(
        anyLines.chain((lines) =>
          fc.tuple(fc.constant(lines), fc.shuffledSubarray(lines, { minLength: lines.length })),
        ),
        ([lines, shuffled]) => {
          const pool = new ClaimLinesPool();
          expect(pool.of(shuffled)).toBe(pool.of(lines));
        },
      ),
    );
  });

  test("ascend by variant, say what was asked, and count its units", () => {
    fc.assert(
      fc.property(anyLines, (lines) => {
        const kept = new ClaimLinesPool().of(lines);
        expect(kept.lines).toEqual(lines.toSorted((a, b) => a[0] - b[0]));
        expect(kept.units).toBe(lines.reduce((sum, [, quantity]) => sum + quantity, 0));
      }),
    );
  });

  test("are different objects when they ask for different things", () => {
    fc.assert(
      fc.property(anyLines, anyLines, (one, other) => {
        const pool = new ClaimLinesPool();
        const [a, b] = [pool.of(one), pool.of(other)];
        expect(a === b).toBe(Bun.deepEquals(a.lines, b.lines));
      }),
    );
  });

  test("do not run together: 1 of 11 and 11 of 1 differ, as do two lines and one", () => {
    const pool = new ClaimLinesPool();
    const baskets: ClaimLine[][] = [
      [[1, 11]],
      [[11, 1]],
      [[1, 1]],
      [
        [1, 1],
        [11, 1],
      ],
    ];
    expect(new Set(baskets.map((lines) => pool.of(lines))).size).toBe(4);
  });

  test("stay as they are when the caller changes what it asked with", () => {
    const pool = new ClaimLinesPool();
    const asked: [number, number][] = [[0, 1]];
    const kept = pool.of(asked);
    asked[0] = [0, 9];
    expect(kept.lines).toEqual([[0, 1]]);
  });

  test("have equal keys also when there are too many of them to be kept once", () => {
    const pool = new ClaimLinesPool();
    for (let quantity = 1; quantity <= 10_000; quantity += 1) pool.of([[0, quantity]]);
    const [one, other] = [pool.of([[1, 7]]), pool.of([[1, 7]])];
    expect(one).not.toBe(other);
    expect(one.key).toBe(other.key);
    expect(pool.of([[0, 5]])).toBe(pool.of([[0, 5]]));
  });
});
