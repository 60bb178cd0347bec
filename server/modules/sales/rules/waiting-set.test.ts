import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { ClaimLinesPool, type ClaimLines } from "./claim-lines.ts";
import { WaitingSet } from "./waiting-set.ts";

interface Item {
  readonly rank: number;
  readonly lines: ClaimLines;
  waits: boolean;
}

const pool = new ClaimLinesPool();
const BASKETS = [
  pool.of([[0, 1]]),
  pool.of([[0, 2]]),
  pool.of([[1, 1]]),
  pool.of([
    [0, 1],
    [1, 1],
  ]),
];

/** Baskets that fit are told by a bit each. */
const fitting = (mask: number) => (lines: ClaimLines) => (mask >> BASKETS.indexOf(lines)) % 2 === 1;

/** The same set as a list that is searched from end to end. */
class Model {
  readonly items: Item[] = [];

  lowest(mask: number): Item | undefined {
    const fits = this.items.filter((item) => item.waits && fitting(mask)(item.lines));
    return fits.toSorted((a, b) => a.rank - b.rank)[0];
  }

  get size(): number {
    return this.items.filter((item) => item.waits).length;
  }
}

const anyStep = fc.oneof(
  fc.record({ do: fc.constant("add" as const), basket: fc.nat({ max: 3 }), rank: fc.nat() }),
  fc.record({ do: fc.constant("serve" as const), mask: fc.nat({ max: 15 }) }),
  fc.record({ do: fc.constant("leave" as const), which: fc.nat() }),
);

describe("the waiting set", () => {
  test("serves the lowest rank that fits, whoever comes and leaves in between", () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 300, size: "max" }), (steps) => {
        const model = new Model();
        const set = new WaitingSet<Item>((item) => item.waits);
        const leave = (item: Item | undefined) => {
          if (item === undefined) return;
          item.waits = false;
          set.left();
        };
        for (const step of steps) {
          if (step.do === "add") {
            // No two claims have one rank.
            if (model.items.some((item) => item.rank === step.rank)) continue;
            const lines = BASKETS[step.basket] ?? BASKETS[0];
            if (lines === undefined) continue;
            const item = { rank: step.rank, lines, waits: true };
            model.items.push(item);
            set.add(item);
          } else if (step.do === "serve") {
            const found = set.lowest(fitting(step.mask));
            expect(found).toBe(model.lowest(step.mask) as Item);
            leave(found);
          } else {
            const waiting = model.items.filter((item) => item.waits);
            leave(waiting[step.which % Math.max(1, waiting.length)]);
          }
          expect(set.size).toBe(model.size);
        }
        const left = model.items.filter((item) => item.waits);
        expect(new Set(set.items())).toEqual(new Set(left));
        expect([...set.items()]).toHaveLength(left.length);
      }),
      { seed: 7 },
    );
  });

  test("keeps who was found until that one is said to have left", () => {
    const [lines] = BASKETS;
    if (lines === undefined) throw new Error("there are baskets");
    const set = new WaitingSet<Item>((item) => item.waits);
    set.add({ rank: 1, lines, waits: true });
    expect(set.lowest(() => true)?.rank).toBe(1);
    expect(set.lowest(() => true)?.rank).toBe(1);
    expect(set.lowest(() => false)).toBeUndefined();
    expect(set.size).toBe(1);
  });

  test("of nobody serves nobody", () => {
    const set = new WaitingSet<Item>(() => true);
    expect(set.lowest(() => true)).toBeUndefined();
    expect([...set.items()]).toEqual([]);
  });
});
