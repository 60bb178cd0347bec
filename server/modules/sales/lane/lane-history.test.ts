import { expect, test } from "bun:test";
import { LaneBench, START } from "../../../../tests/support/lane-bench.ts";
import { LaneHistory } from "./lane-history.ts";

const opened = () => {
  const lane = new LaneBench();
  const history = new LaneHistory();
  history.take(lane.state, 0);
  lane.ask({ type: "open" }, 60_000);
  history.take(lane.state, 0);
  return { lane, history };
};

test("a course begins with the opening, and ends with the newest moment", () => {
  const { lane, history } = opened();
  lane.claim(1);
  lane.batch([], 300);
  history.take(lane.state, 0);
  const { samples } = history.view();
  expect(samples[0]?.[0]).toBe(START + 60_000);
  expect(samples.at(-1)).toEqual([START + 60_300, 0, 1, 0, 0, 40 - lane.state.admittedThrough]);
});

test("a day costs no more samples than some minutes, its first and last moments among them", () => {
  const { lane, history } = opened();
  for (let second = 1; second <= 86_400; second += 1) {
    lane.state.at = START + 60_000 + second * 1000;
    history.take(lane.state, second);
  }
  const { everyMs, samples } = history.view();
  expect(samples.length).toBeLessThanOrEqual(600);
  expect(samples.length).toBeGreaterThan(250);
  expect(everyMs).toBe(256_000);
  expect(samples[0]?.[0]).toBe(START + 60_000);
  expect(samples.at(-1)?.[0]).toBe(START + 60_000 + 86_400_000);
  for (const [index, [at]] of samples.entries()) {
    expect(at).toBeGreaterThan(samples[index - 1]?.[0] ?? 0);
  }
});

test("a chart stays level where nothing happened", () => {
  const { lane, history } = opened();
  lane.state.at += 50_000;
  history.take(lane.state, 7);
  const { samples } = history.view();
  expect(samples.map(([at, , , , returned]) => [at - START, returned])).toEqual([
    [60_000, 0],
    [109_000, 0],
    [110_000, 7],
  ]);
});
