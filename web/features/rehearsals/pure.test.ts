import { describe, expect, test } from "bun:test";
import { mergeCurves } from "./curves.ts";
import { checkDraft, presets, readDraft } from "./draft.ts";
import { estimateRehearsal } from "./estimate.ts";
import { compareFigure, figureShapes, namesIn, verdictOf, zeroShapes } from "./figures.ts";

describe("a draft", () => {
  test.each([
    [{}, {}],
    [{ fans: "" }, { fans: "fansRange" }],
    [{ fans: 2_000_001 }, { fans: "fansRange" }],
    [{ units: 0 }, { units: "unitsRange" }],
    [{ units: 1.5 }, { units: "unitsRange" }],
    [{ units: 2_001 }, { units: "unitsBeyondFans" }],
    [{ kills: 21 }, { kills: "killsRange" }],
  ])("with %p has the errors %p", (change, errors) => {
    expect(checkDraft({ ...presets.small, ...change })).toEqual(errors);
  });

  test("is read from an address as far as it is fit", () => {
    const search = { fans: 300, units: "many", pays: true, kills: -1, other: 1 };
    expect(readDraft(search)).toEqual({ fans: 300, pays: true });
  });
});

describe("an estimate", () => {
  const earlier = { fans: 2_000, pays: false, seconds: 25, memoryMb: 280 };

  test("grows with the fans from the nearest earlier rehearsal of its kind", () => {
    const far = { ...earlier, fans: 200_000, seconds: 90 };
    const paid = { ...earlier, fans: 20_000, pays: true };
    const wanted = { fans: 20_000, pays: false };
    expect(estimateRehearsal({ ...wanted, fans: 4_000 }, [far, earlier, paid])).toEqual({
      seconds: 30,
      memoryMb: 380,
      isMeasured: true,
    });
    expect(estimateRehearsal({ ...wanted, fans: 400_000 }, [earlier, far]).seconds).toBe(160);
  });

  test("rests on what was measured elsewhere where nothing was rehearsed here", () => {
    expect(estimateRehearsal({ fans: 2_000_000, pays: false }, [])).toEqual({
      seconds: 190,
      memoryMb: 525,
      isMeasured: false,
    });
  });

  test("says nothing of memory that was not measured", () => {
    const wanted = { fans: 10, pays: false };
    expect(estimateRehearsal(wanted, [{ ...earlier, memoryMb: null }]).memoryMb).toBeNull();
  });
});

describe("figures", () => {
  test("are told to be better or worse by what is better for each", () => {
    expect(compareFigure("secondsToSellOut", 10, 8)).toEqual({ share: -0.2, meaning: "better" });
    expect(compareFigure("claimsPerSecond", 100, 80)).toEqual({ share: -0.2, meaning: "worse" });
    expect(compareFigure("sold", 100, 200)).toEqual({ share: 1, meaning: "neutral" });
    expect(compareFigure("latencyMs.p99", 100, 102)).toEqual({ share: 0.02, meaning: "same" });
    expect(compareFigure("takeovers", 0, 2)).toEqual({ share: null, meaning: "neutral" });
    expect(compareFigure("secondsToSellOut", null, 8)).toBeUndefined();
    expect(compareFigure("secondsToSellOut", 1, undefined)).toBeUndefined();
  });

  test("of what must not happen, one more is worse and as many are the same", () => {
    expect(compareFigure("oversold", 0, 0)).toEqual({ share: 0, meaning: "same" });
    expect(compareFigure("oversold", 0, 1)).toEqual({ share: null, meaning: "worse" });
    expect(compareFigure("oversold", 100, 101)?.meaning).toBe("worse");
  });

  test("keep to their goals or do not", () => {
    expect(verdictOf("oversold", 0)).toBe("met");
    expect(verdictOf("oversold", 1)).toBe("missed");
    expect(verdictOf("restartSeconds", 3.5)).toBe("missed");
    expect(verdictOf("claimsPerSecond", 1)).toBeUndefined();
    expect(verdictOf("restartSeconds", null)).toBeUndefined();
  });

  test("are listed in their order where any of the rehearsals has them", () => {
    const first = { oversold: 0, drawSeconds: 1 };
    const second = { claims: 3, ordersWrong: 0 };
    expect(namesIn(figureShapes, first, second)).toEqual(["claims", "drawSeconds"]);
    expect(namesIn(zeroShapes, first, second)).toEqual(["oversold", "ordersWrong"]);
  });
});

test("two curves share one axis, and a moment of both is one point", () => {
  const a = [
    { seconds: 0, units: 0 },
    { seconds: 2, units: 5 },
  ];
  const b = [
    { seconds: 0, units: 0 },
    { seconds: 1, units: 4 },
  ];
  expect(mergeCurves(a, b)).toEqual([
    { seconds: 0, a: 0, b: 0 },
    { seconds: 1, b: 4 },
    { seconds: 2, a: 5 },
  ]);
});
