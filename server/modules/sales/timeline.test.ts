import { expect, test } from "bun:test";
import { endedDraw, fetchReport } from "../../../tests/support/sale-report.ts";
import { createSaleSite, good, refusal } from "../../../tests/support/sale.ts";
import { newId } from "../../platform/ids.ts";

const site = await createSaleSite();
const timelineOf = (saleId: string, as = site.owner) =>
  site.send("GET", `/sales/${saleId}/timeline`, { as });

test("the course of a sale that is over adds up to its public report", async () => {
  const saleId = await endedDraw(site);
  const { "report.json": bytes = new Uint8Array() } = await fetchReport(site, saleId);
  const { report } = JSON.parse(Buffer.from(bytes).toString("utf8")) as {
    report: { totals: Record<string, unknown> };
  };
  const { body } = good(await timelineOf(saleId));
  const timeline = body as unknown as {
    readonly registrations: number;
    readonly entrants: number;
    readonly totals: Record<string, unknown>;
    readonly whole: { readonly buckets: readonly Record<string, number>[] };
  };
  expect(timeline).toMatchObject({ registrations: 10, latecomers: 2, entrants: 7 });
  expect(report.totals).toMatchObject(timeline.totals);
  const { buckets } = timeline.whole;
  const sum = (name: string) => buckets.reduce((total, bucket) => total + (bucket[name] ?? 0), 0);
  expect(sum("claims")).toBe(7);
  expect(sum("released")).toBe(Number(report.totals["released"]));
  const outcomes = ["paid", "held", "released", "expired", "returned", "waitedInVain"];
  const ended = outcomes.reduce((total, name) => total + Number(timeline.totals[name]), 0);
  expect(ended).toBe(Number(timeline.totals["claims"]));
  expect(buckets.at(-1)).toMatchObject({ unitsHeld: 0, waiting: 0, admittedThrough: 9 });
});

test("a sale that runs has no course yet, and strangers see none at all", async () => {
  const saleId = await site.publish({ kind: "open" });
  expect(refusal(await timelineOf(saleId))).toBe("409 report_not_ready");
  expect(refusal(await timelineOf(newId()))).toBe("404 sale_not_found");
  expect(refusal(await timelineOf(saleId, await site.keyOf("engineer")))).toBe(
    "403 permission_missing",
  );
});
