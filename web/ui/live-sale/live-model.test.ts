import { describe, expect, test } from "bun:test";
import type { FeedEntry, LaneFigures, LiveFrame } from "./live-frames.ts";
import { LiveModel } from "./live-model.ts";

const START = 1_700_000_000_000;

const FIGURES: LaneFigures = {
  units: { stock: 100, sold: 0, held: 0, reserved: 0, free: 100 },
  claims: { waiting: 0, held: 0, paying: 0, paid: 0, released: 0, expired: 0, returned: 0 },
  claimsPerSecond: 0,
  line: { places: 0, admittedThrough: 0, admittedPerMinute: 0, waiting: 0, limitPerMinute: null },
  returns: 0,
  waiting: 0,
  claimMs: null,
  sellOutMs: null,
  projectionLagRecords: 0,
};

/** A frame of so many ms after the start, with so many units held. */
function frameAt(ms: number, held = 0, more: Partial<LiveFrame> = {}): LiveFrame {
  return {
    saleId: "a-sale",
    at: new Date(START + ms).toISOString(),
    lane: "here",
    state: "selling",
    opensAt: null,
    registrationClosesAt: null,
    registrations: 0,
    haltedReason: null,
    figures: { ...FIGURES, units: { ...FIGURES.units, held } },
    ...more,
  };
}

const momentAt = (ms: number) => ({ monotonicMs: ms, wallMs: START + ms - 5_000 });
const feed = (sequence: number, ...entries: FeedEntry[]) => ({
  sequence,
  at: new Date(START + sequence).toISOString(),
  entries,
});

function modelAfter(frames: readonly LiveFrame[]): LiveModel {
  const model = new LiveModel();
  for (const frame of frames) model.takeFigures(frame, momentAt(Date.parse(frame.at) - START));
  return model;
}

describe("the chart", () => {
  test("has a point each second, and the newest moment as its last", () => {
    const frames = Array.from({ length: 10 }, (_, index) => frameAt(index * 500, index));
    const { course } = modelAfter(frames);
    expect(course.view().map(({ at, held }) => [at - START, held])).toEqual([
      [0, 0],
      [1000, 2],
      [2000, 4],
      [3000, 6],
      [4000, 8],
      [4500, 9],
    ]);
  });

  test("stays within its points through a hundred thousand frames, from first to last", () => {
    const model = new LiveModel();
    for (let index = 0; index < 100_000; index += 1) {
      model.takeFigures(frameAt(index * 500, index), momentAt(index * 500));
      model.takeFeed(feed(index + 1, { type: "admitted", through: index }));
    }
    const points = model.course.view();
    expect(points.length).toBeLessThanOrEqual(300);
    expect(points.length).toBeGreaterThan(120);
    expect(points[0]?.held).toBe(0);
    expect(points.at(-1)?.held).toBe(99_999);
    expect(points.every(({ at }, index) => at > (points[index - 1]?.at ?? 0))).toBe(true);
    const pauses = points.slice(1, -1).map(({ at }, index) => at - (points[index]?.at ?? 0));
    expect(Math.max(...pauses) / Math.min(...pauses)).toBeLessThanOrEqual(2);
    expect(model.log.view()).toHaveLength(1);
  });

  test("begins with the opening, not with the registration", () => {
    const { course } = modelAfter([
      frameAt(0, 0, { state: "drawn" }),
      frameAt(500, 0, { state: "closed", lane: "none", figures: null }),
      frameAt(1000, 1),
    ]);
    expect(course.view().map(({ held }) => held)).toEqual([1]);
  });

  test("of a room that was away is whole again by the server's history", () => {
    const model = modelAfter([frameAt(0, 0), frameAt(1000, 1)]);
    const samples = [0, 1, 2, 3, 4, 5].map(
      (second) => [START + second * 1000, 0, second, 0, 0, 0] as const,
    );
    model.takeFigures(frameAt(6000, 6), momentAt(6000));
    model.takeHistory({ everyMs: 1000, samples });
    expect(model.course.view().map(({ held }) => held)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  test("does not go back when another server's clock is behind", () => {
    const { course } = modelAfter([frameAt(2000, 2), frameAt(1990, 3), frameAt(3000, 4)]);
    expect(course.view().map(({ held }) => held)).toEqual([2, 4]);
  });
});

describe("the log", () => {
  test("has the newest first, and steps of the line that follow each other as one", () => {
    const { log } = new LiveModel();
    log.takeFeed(feed(1, { type: "opened" }, { type: "admitted", through: 10 }));
    log.takeFeed(feed(2, { type: "admitted", through: 20 }));
    log.takeFeed(feed(3, { type: "paused" }));
    expect(log.view().map(({ entry }) => entry)).toEqual([
      { type: "paused" },
      { type: "admitted", through: 20 },
      { type: "opened" },
    ]);
    expect(log.newestStep?.entry.type).toBe("paused");
  });

  test("does not tell twice what is told again, and is bounded", () => {
    const { log } = new LiveModel();
    for (let round = 0; round < 2; round += 1) {
      for (let sequence = 1; sequence <= 300; sequence += 1) {
        log.takeFeed(feed(sequence, { type: "stock-added", units: sequence }));
      }
    }
    expect(log.view()).toHaveLength(200);
    // Told twice, the lines before would be those of the second time.
    expect(log.view()[0]?.key).toBe(300);
    expect(log.view()[0]?.entry).toEqual({ type: "stock-added", units: 300 });
    expect(new Set(log.view().map(({ key }) => key)).size).toBe(200);
  });

  test("says when the lane has moved, and where something is missing", () => {
    const model = modelAfter([
      frameAt(0),
      frameAt(500, 0, { lane: "elsewhere", figures: null }),
      frameAt(1000),
    ]);
    model.takeGap();
    expect(model.log.view().map(({ entry }) => entry)).toEqual([
      { type: "gap" },
      { type: "whereabouts", lane: "here" },
      { type: "whereabouts", lane: "elsewhere" },
    ]);
  });
});

test("figures grow old by the browser's own steady clock, and the server's time goes on", () => {
  const model = modelAfter([frameAt(1000)]);
  expect(new LiveModel().ageMs(momentAt(0))).toBeUndefined();
  expect(model.ageMs(momentAt(5000))).toBe(4000);
  // The clock on the wall is five seconds slow, which the frame has told.
  expect(model.serverMs(momentAt(5000))).toBe(START + 5000);
});

describe("a rehearsal", () => {
  test("has several sales, each with a course and a log of its own", () => {
    const model = modelAfter([frameAt(0, 5), frameAt(1000, 9)]);
    model.takeFeed(feed(40, { type: "ended", reason: "over" }));
    model.takeFigures(frameAt(2000, 1, { saleId: "the-next" }), momentAt(2000));
    model.takeHistory({ everyMs: 1000, samples: [[START + 1500, 0, 0, 0, 0, 0]] });
    model.takeFeed(feed(1, { type: "opened" }));
    expect(model.course.view().map(({ held }) => held)).toEqual([0, 1]);
    expect(model.log.view().map(({ entry }) => entry)).toEqual([{ type: "opened" }]);
  });

  test("is heard of before its sale opens, and is over once it says so", () => {
    const model = new LiveModel();
    expect(model.progressAgeMs(momentAt(500))).toBeUndefined();
    model.takeProgress({ state: "running" }, momentAt(1000));
    expect(model.progressAgeMs(momentAt(1500))).toBe(500);
    expect([model.ageMs(momentAt(1500)), model.isOver]).toEqual([undefined, false]);
    model.takeProgress({ state: "done" }, momentAt(2000));
    expect(model.isOver).toBe(true);
  });
});
