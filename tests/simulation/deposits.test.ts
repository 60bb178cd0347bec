import { expect, test } from "bun:test";
import { DepositSimulation } from "./deposit-simulation.ts";

/** `SEEDS=20000 npm run simulate` runs the same test longer; `SEED=7` replays one run. */
const first = Number(process.env["SEED"] ?? 1);
const count = process.env["SEED"] === undefined ? Number(process.env["SEEDS"] ?? 500) : 1;

test(`under faults every deposit comes back, whole and once (${count} seeds)`, async () => {
  const sum = { refunded: 0, voided: 0, failed: 0, kills: 0 };
  for (let seed = first; seed < first + count; seed += 1) {
    const result = await new DepositSimulation(seed).run();
    for (const name of Object.keys(sum) as (keyof typeof sum)[]) sum[name] += result[name];
  }
  // A simulation in which nothing happens would prove nothing.
  if (count < 100) return;
  for (const total of Object.values(sum)) expect(total).toBeGreaterThan(count / 10);
}, 600_000);
