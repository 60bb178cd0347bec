import { expect, test } from "bun:test";
import fc from "fast-check";
import { Curve } from "./curve.ts";

test("a curve of nothing is a point", () => {
  expect(new Curve().read()).toEqual([[0, 0]]);
});

test("a curve has few points, rises from nothing to all, and passes through what happened", () => {
  const gaps = fc.array(fc.double({ min: 0, max: 2, noNaN: true }), { maxLength: 3000 });
  fc.assert(
    fc.property(gaps, (given) => {
      const curve = new Curve();
      const moments: number[] = [];
      let at = 0;
      for (const gap of given) {
        at += gap;
        moments.push(at);
        curve.add(at);
      }
      const points = curve.read();
      expect(points.length).toBeLessThanOrEqual(242);
      expect(points[0]).toEqual([0, 0]);
      expect(points.at(-1)?.[1]).toBe(moments.length);
      for (const [index, [seconds, count]] of points.entries()) {
        if (index === 0) continue;
        expect(seconds).toBeCloseTo(moments[count - 1] ?? -1, 2);
        expect(count).toBeGreaterThan(points[index - 1]?.[1] ?? 0);
      }
    }),
    { numRuns: 60 },
  );
});
