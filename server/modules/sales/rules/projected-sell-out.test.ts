import { expect, test } from "bun:test";
import { projectSellOutMs, type SellOutView } from "./projected-sell-out.ts";

const VIEW: SellOutView = { isSelling: true, freeUnits: 900, takenPerSecond: 30 };

const rows: readonly [title: string, view: Partial<SellOutView>, ms: number | null][] = [
  ["a sale sells out when its free units have gone at the pace of the last seconds", {}, 30_000],
  ["nothing is projected while the line is stopped", { isSelling: false }, null],
  ["nothing is projected once no unit is free", { freeUnits: 0 }, null],
  ["nothing is projected while no unit goes", { takenPerSecond: 0 }, null],
  ["nothing is projected while more units come back than go", { takenPerSecond: -2 }, null],
  ["nothing is projected beyond a day", { freeUnits: 1_000_000, takenPerSecond: 1 }, null],
  ["a slow sale has its hours", { freeUnits: 7_200, takenPerSecond: 1 }, 7_200_000],
];

for (const [title, view, ms] of rows) {
  test(title, () => expect(projectSellOutMs({ ...VIEW, ...view })).toBe(ms));
}
