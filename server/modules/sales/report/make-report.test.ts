import { afterAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { createSaleSite, good, until, type TestFan } from "../../../../tests/support/sale.ts";
import { fetchReport, type ReportFiles } from "../../../../tests/support/sale-report.ts";
import { ok } from "../../../platform/failure.ts";
import { createLocalFiles, type Files } from "../../../platform/files.ts";
import type { BeaconClient } from "../beacon/beacon-client.ts";
import { quicknetRound1000, quicknetRound657413 } from "../beacon/recorded-rounds.ts";
import { encodeReport, reportMessage, type Report, type SignedReport } from "../rules/report.ts";
import { verifyReport } from "./verify-report.ts";

const beacon: BeaconClient = { findRound: () => Promise.resolve(ok(quicknetRound1000)) };

const dataDir = mkdtempSync(join(tmpdir(), "millet-reports-"));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
const disk = createLocalFiles(dataDir);
const written: string[] = [];
const files: Files = {
  ...disk,
  write(path, content) {
    written.push(path);
    return disk.write(path, content);
  },
};

const site = await createSaleSite({ beacon, platform: { files } });
const { database, keys } = site.platform;
/** Has made no report yet, and keeps none in memory. */
const otherServer = await createSaleSite({ database, runs: false, platform: { files } });

async function verify(files: ReportFiles) {
  const target = mkdtempSync(join(tmpdir(), "millet-report-"));
  try {
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(target, name), bytes);
    return await verifyReport(join(target, "report.json"));
  } finally {
    rmSync(target, { recursive: true, force: true });
  }
}

const reportOf = (files: ReportFiles) =>
  (JSON.parse(Buffer.from(files["report.json"] ?? []).toString("utf8")) as SignedReport).report;

/** The report with another content, signed by who made it. */
function resigned(files: ReportFiles, change: (report: Report) => object): ReportFiles {
  const report = { ...reportOf(files), ...change(reportOf(files)) } as Report;
  const signature = keys.sign(reportMessage(report)).toString("base64url");
  return { ...files, "report.json": Buffer.from(encodeReport({ report, signature })) };
}

const textOf = (files: ReportFiles) =>
  Object.values(files)
    .map((bytes) => Buffer.from(bytes).toString("utf8"))
    .join("");

describe("the report", () => {
  test("of a sale without a draw verifies by its log alone, and names no fan", async () => {
    const fans = site.fans(3);
    const saleId = await site.publish({
      kind: "open",
      variants: [{ variantId: site.variants[0], stock: 1 }],
    });
    for (const fan of fans) good(await site.join(saleId, fan));
    good(await site.operate(saleId, "PUT", "opening"));
    for (const fan of fans) good(await site.claim(saleId, fan));
    good(await site.ask(saleId, fans[0] as TestFan, "DELETE", "registrations/mine"));
    good(await site.operate(saleId, "PUT", "ending", {}));
    const files = await fetchReport(site, saleId);
    const report = reportOf(files);
    expect(report).toMatchObject({
      draw: null,
      final: false,
      sale: { id: saleId, kind: "open", registrations: 3, latecomers: 0 },
      totals: { claims: 3, held: 1, released: 1, grantedFromReturns: 1, waitedInVain: 1 },
      files: { entrants: null },
    });
    const verified = await verify(files);
    expect(verified.ok ? verified.lines.at(-1) : verified.problem).toBe(
      "note: holds were open when this report was made; a later one is final",
    );
    for (const fan of fans) expect(textOf(files)).not.toContain(fan.id);
  });

  test("is made anew until no hold is open, and each goes with its own log", async () => {
    const fan = site.fan();
    const saleId = await site.openDraw([fan]);
    const { body } = good(await site.claim(saleId, fan));
    good(await site.operate(saleId, "PUT", "ending", {}));
    const first = await fetchReport(site, saleId);
    expect(reportOf(first).final).toBe(false);
    const { id } = body["claim"] as { id: string };
    good(await site.ask(saleId, fan, "DELETE", `claims/${id}`));
    const later = await fetchReport(otherServer, saleId);
    expect(reportOf(later)).toMatchObject({ final: true, totals: { held: 0, released: 1 } });
    expect(reportOf(later).files.log).not.toBe(reportOf(first).files.log);
    for (const files of [first, later]) expect((await verify(files)).ok).toBe(true);
  });

  test("is made once for all who ask at the same time", async () => {
    const saleId = await site.openDraw(site.fans(2));
    good(await site.operate(saleId, "PUT", "ending", {}));
    written.length = 0;
    const all = await Promise.all(Array.from({ length: 10 }, () => fetchReport(site, saleId)));
    expect(new Set(all.map(textOf)).size).toBe(1);
    expect(written.filter((path) => path.endsWith("/report.json"))).toHaveLength(1);
  });

  test("of a draw that was bound to a beacon is verified against the beacon's own key", async () => {
    const saleId = await site.publish({
      drawMode: "beacon",
      registrationClosesAt: new Date(Date.now() + 3_600_000).toISOString(),
    });
    for (const fan of site.fans(3)) good(await site.join(saleId, fan));
    await sql`
      update sales.sales
      set beacon_round = 1000, registration_closes_at = '2023-08-23T15:58:54Z'
      where id = ${saleId}`.execute(database.kysely);
    await until(async () => {
      const { body } = await site.send("GET", `/sales/${saleId}`);
      return body["state"] === "drawn";
    });
    good(await site.operate(saleId, "PUT", "ending", {}));
    const files = await fetchReport(site, saleId);
    const verified = await verify(files);
    expect(verified.ok ? verified.lines : verified).toEqual(
      expect.arrayContaining([
        "beacon: round 1000 of quicknet, published 2023-08-23T15:59:24.000Z",
        "warning: the root was signed after the round was public, so the list could have been chosen",
        "draw: 3 places follow from the seed",
      ]),
    );

    const lies: readonly [change: object, problem: string][] = [
      [
        { signature: quicknetRound657413.signature },
        "report.json: the beacon's signature of round 1000 is wrong",
      ],
      [{ round: 1001 }, "report.json: the beacon's signature of round 1001 is wrong"],
      [{ chain: "ab".repeat(32) }, "report.json: its beacon chain is not a known one"],
      [
        { roundAt: "2999-01-01T00:00:00.000Z" },
        "report.json: round 1000 is not published at 2999-01-01T00:00:00.000Z",
      ],
      [
        { closesAt: "2023-08-23T15:58:50.000Z" },
        "report.json: its closing time does not lead to round 1000",
      ],
    ];
    for (const [change, problem] of lies) {
      const lying = resigned(files, ({ draw }) => ({
        draw: { ...draw, beacon: { ...draw?.beacon, ...change } },
      }));
      const refused = await verify(lying);
      expect(refused.ok ? "none" : refused.problem).toBe(problem);
    }
    const withoutBeacon = resigned(files, ({ draw }) => ({ draw: { ...draw, beacon: null } }));
    expect((await verify(withoutBeacon)).ok).toBe(false);
  });
});
