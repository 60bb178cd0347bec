import { describe, expect, test } from "bun:test";
import { expectRefusal } from "../../../tests/support/refusals.ts";
import { fetchReport, type ReportFiles, verifyFiles } from "../../../tests/support/sale-report.ts";
import { createSaleSite, good, until, type TestFan } from "../../../tests/support/sale.ts";
import { newId } from "../../platform/ids.ts";
import { carriedDigest } from "./rules/carry-over.ts";
import {
  encodeReport,
  reportMessage,
  type Report,
  type ReportDraw,
  type SignedReport,
} from "./rules/report.ts";

const site = await createSaleSite();
const { keys } = site.platform;

async function isOver(saleId: string): Promise<boolean> {
  return (await site.sales.findSale(saleId))?.isLaneClosed === true;
}

/** Ends a sale, and waits until it is over in every respect. */
async function end(saleId: string): Promise<void> {
  good(await site.operate(saleId, "PUT", "ending", {}));
  await until(() => isOver(saleId));
}

async function claimIdOf(saleId: string, fan: TestFan): Promise<string> {
  const { body } = good(await site.claim(saleId, fan));
  return (body["claim"] as { id: string }).id;
}

interface FirstRound {
  readonly saleId: string;
  /** By what became of them. */
  readonly fans: Readonly<Record<Outcome, TestFan>>;
}

const outcomes = ["paid", "left", "barred", "restored", "released", "idle", "late"] as const;
type Outcome = (typeof outcomes)[number];

/** A sale in which one fan each met every outcome. */
async function firstRound(): Promise<FirstRound> {
  const all = Object.fromEntries(outcomes.map((outcome) => [outcome, site.fan()])) as Record<
    Outcome,
    TestFan
  >;
  const { late, ...early } = all;
  const saleId = await site.openDraw(Object.values(early), {
    variants: [{ variantId: site.variants[0], stock: 3 }],
  });
  good(await site.join(saleId, late));
  const places = new Map<TestFan, number>();
  for (const fan of Object.values(early)) places.set(fan, await site.placeOf(saleId, fan));
  await until(async () => (await site.laneOf(saleId)).admittedThrough === 7);
  const paidId = await claimIdOf(saleId, all.paid);
  const key = { saleId, place: places.get(all.paid) ?? 0, claimId: paidId };
  expect((await site.sales.beginPayment(key)).ok).toBe(true);
  expect((await site.sales.payClaim(key)).ok).toBe(true);
  const releasedId = await claimIdOf(saleId, all.released);
  good(await site.ask(saleId, all.released, "DELETE", `claims/${releasedId}`));
  good(await site.ask(saleId, all.left, "DELETE", "registrations/mine"));
  const reason = "automated_registration";
  for (const fan of [all.barred, all.restored]) {
    good(await site.operate(saleId, "POST", "bars", { place: places.get(fan), reason }));
  }
  good(await site.operate(saleId, "DELETE", `bars/${places.get(all.restored)}`));
  await end(saleId);
  return { saleId, fans: all };
}

const reportOf = (files: ReportFiles) =>
  (JSON.parse(Buffer.from(files["report.json"] ?? []).toString("utf8")) as SignedReport).report;

/** The report with another draw, signed by who made it. */
function resigned(files: ReportFiles, change: (draw: ReportDraw) => object): ReportFiles {
  const before = reportOf(files);
  const draw = before.draw === null ? null : { ...before.draw, ...change(before.draw) };
  const report = { ...before, draw } as Report;
  const signature = keys.sign(reportMessage(report)).toString("base64url");
  return { ...files, "report.json": Buffer.from(encodeReport({ report, signature })) };
}

describe("who got nothing in an earlier draw", () => {
  test("gets one of the first places in the next, if registered there before its closing", async () => {
    const { saleId: earlier, fans } = await firstRound();
    const next = await site.publish({ carryOverFrom: earlier, admissionMargin: 10 });
    const fresh = site.fans(12);
    const line = [...fresh.slice(0, 6), ...Object.values(fans), ...fresh.slice(6)];
    const withdrawn = fresh[3] as TestFan;
    for (const fan of line) good(await site.join(next, fan));
    good(await site.ask(next, withdrawn, "DELETE", "registrations/mine"));
    good(await site.operate(next, "PUT", "draw"));
    const carried = [fans.idle, fans.restored, fans.released];
    const numbers = carried.map((fan) => line.indexOf(fan) + 1).sort((a, b) => a - b);
    const places = await Promise.all(carried.map((fan) => site.placeOf(next, fan)));
    expect(places.toSorted((a, b) => a - b)).toEqual([1, 2, 3]);
    for (const outcome of ["paid", "left", "barred", "late"] as const) {
      expect(await site.placeOf(next, fans[outcome])).toBeGreaterThan(3);
    }
    const { body } = await site.send("GET", `/sales/${next}`);
    const digest = carriedDigest(next, { from: earlier, numbers: Uint32Array.from(numbers) });
    expect(body).toMatchObject({
      carryOverFrom: earlier,
      draw: { carried: 3, carriedDigest: Buffer.from(digest).toString("hex") },
    });
    good(await site.operate(next, "PUT", "opening"));
    await end(next);
    const files = await fetchReport(site, next);
    expect(Buffer.from(files["carried.txt"] ?? []).toString()).toBe(`${numbers.join("\n")}\n`);
    const verified = await verifyFiles(files);
    expect(verified.ok ? verified.lines : verified).toContain(
      "carry-over: 3 entrants have the first places",
    );
    for (const fan of line) {
      for (const bytes of Object.values(files)) {
        expect(Buffer.from(bytes).toString("utf8")).not.toContain(fan.id);
      }
    }
    await expectLiesRefused(next, files);
  });

  test("and a sale to which nobody is carried over says that too", async () => {
    const [only] = site.fans(1) as [TestFan];
    const earlier = await site.openDraw([only]);
    good(await site.ask(earlier, only, "DELETE", "registrations/mine"));
    await end(earlier);
    const next = await site.openDraw([only, ...site.fans(2)], { carryOverFrom: earlier });
    await end(next);
    const files = await fetchReport(site, next);
    expect(files["carried.txt"]).toEqual(new Uint8Array());
    const verified = await verifyFiles(files);
    expect(verified.ok ? verified.lines : verified).toContain(
      "carry-over: 0 entrants have the first places",
    );
  });
});

/** Whoever made the report cannot change who was carried over afterwards. */
async function expectLiesRefused(saleId: string, files: ReportFiles): Promise<void> {
  const report = reportOf(files);
  const from = report.draw?.carryOver?.from ?? "";
  const others = Uint32Array.from([1, 2, 3]);
  const digest = Buffer.from(carriedDigest(saleId, { from, numbers: others })).toString("hex");
  const text = Buffer.from("1\n2\n3\n");
  const lies: readonly [ReportFiles, string][] = [
    [
      { ...files, "carried.txt": text },
      "carried.txt: its digest is not the one that the report says",
    ],
    [
      { ...files, "carried.txt": Buffer.from("1\n2\n") },
      "carried.txt: it has 2 lines, the report says 3",
    ],
    [
      { ...files, "carried.txt": Buffer.from("1\n2\nx\n") },
      "carried.txt line 3: not an ascending number",
    ],
    [
      {
        ...resigned(files, (draw) => ({ carryOver: { ...draw.carryOver, digest } })),
        "carried.txt": text,
      },
      "report.json: the root's signature is wrong",
    ],
    [
      resigned(files, (draw) => ({ carryOver: { ...draw.carryOver, from: newId() } })),
      "carried.txt: its digest is not the one that the report says",
    ],
    [
      resigned(files, (draw) => ({ carryOver: { ...draw.carryOver, statement: "all is well" } })),
      "report.json: what it says of its carry-over is not what a report says",
    ],
    [
      resigned(files, () => ({ carryOver: undefined })),
      "report.json: it has carried entrants without their file, or the file alone",
    ],
  ];
  for (const [lying, problem] of lies) {
    const refused = await verifyFiles(lying);
    expect(refused.ok ? "none" : refused.problem).toBe(problem);
  }
}

test("nobody is carried over from a sale that is not there, not over, or had no draw", async () => {
  const selling = await site.openDraw(site.fans(1));
  const holder = site.fan();
  const holding = await site.openDraw([holder]);
  good(await site.claim(holding, holder));
  good(await site.operate(holding, "PUT", "ending", {}));
  const open = await site.publish({ kind: "open", drawMode: null });
  const over = await site.openDraw(site.fans(1));
  await end(over);
  const make = (carryOverFrom: unknown, kind = "draw") => ({
    method: "POST",
    path: "/sales",
    headers: { authorization: site.owner },
    body: {
      kind,
      names: { en: "Second round" },
      drawMode: kind === "draw" ? "beaconless" : null,
      variants: [{ variantId: site.variants[0], stock: 2 }],
      carryOverFrom,
    },
  });
  const problems: readonly [unknown, string, kind?: string][] = [
    [newId(), "There is no such sale."],
    [selling, "That sale is selling; it must have ended."],
    [holding, "Holds of that sale are still open."],
    [open, "That sale had no draw."],
    [over, "Only a sale with a draw has first places to give.", "open"],
  ];
  for (const [from, message, kind] of problems) {
    const problem = await expectRefusal(site, make(from, kind), "422 sale_terms_invalid");
    expect(problem["problems"]).toEqual([{ field: "carryOverFrom", message }]);
  }
  for (const wrong of ["1", over.toUpperCase(), 7, [over]]) {
    await expectRefusal(site, make(wrong), "422 invalid_request");
  }
  expect(
    (await site.send("POST", "/sales", { as: site.owner, body: make(over).body })).status,
  ).toBe(201);
});
