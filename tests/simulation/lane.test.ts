import { expect, test } from "bun:test";
import { LaneSimulation } from "./lane-simulation.ts";

/** `SEEDS=20000 npm run simulate` runs the same test longer; `SEED=7` replays one run. */
const first = Number(process.env["SEED"] ?? 1);
const count = process.env["SEED"] === undefined ? Number(process.env["SEEDS"] ?? 2_500) : 1;

test(`under faults every acknowledged outcome stands, or the sale has stopped loudly (${count} seeds)`, async () => {
  let acknowledged = 0;
  let takeovers = 0;
  let halted = 0;
  let paid = 0;
  let redeemed = 0;
  for (let seed = first; seed < first + count; seed += 1) {
    const result = await new LaneSimulation(seed).run();
    acknowledged += result.acknowledged;
    takeovers += result.takeovers;
    paid += result.paid;
    redeemed += result.redeemed;
    halted += result.halted ? 1 : 0;
  }
  // A simulation in which nothing happens would prove nothing.
  if (count >= 100) {
    expect(acknowledged).toBeGreaterThan(count * 10);
    expect(takeovers).toBeGreaterThan(count);
    expect(paid).toBeGreaterThan(count / 2);
    expect(redeemed).toBeGreaterThan(count / 10);
    expect(halted).toBeGreaterThan(0);
  }
}, 600_000);
