import { expect, test } from "bun:test";
import { LatencyMeter } from "./latency-meter.ts";

test("quantiles are those of what was added, within a tenth", () => {
  const meter = new LatencyMeter();
  for (let ms = 1; ms <= 1_000; ms += 1) meter.add(ms, 0);
  const latency = meter.read(0);
  for (const [found, wanted] of [
    [latency?.p50Ms, 500],
    [latency?.p99Ms, 990],
  ] as const) {
    expect(found).toBeGreaterThanOrEqual(wanted);
    expect(found).toBeLessThanOrEqual(wanted * 1.1);
  }
});

test("what is older than the last seconds does not count, and nothing is nothing", () => {
  const meter = new LatencyMeter();
  expect(meter.read(0)).toBeUndefined();
  meter.add(900, 0);
  meter.add(2, 6_000);
  expect(meter.read(6_000)?.p99Ms).toBeGreaterThan(800);
  expect(meter.read(11_000)?.p99Ms).toBeLessThan(3);
  meter.add(2, 11_000);
  expect(meter.read(30_000)).toBeUndefined();
});

test("a time beyond all buckets counts as the longest", () => {
  const meter = new LatencyMeter();
  meter.add(1e9, 0);
  expect(meter.read(0)?.p50Ms).toBeGreaterThan(10_000);
});
