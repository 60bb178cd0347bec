import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { verifyReport } from "../../server/modules/sales/index.ts";
import { good, until, type SaleSite, type TestFan } from "./sale.ts";

/** The published files of a sale by their names. */
export type ReportFiles = Readonly<Record<string, Uint8Array>>;

/** Fetches a report with the files that it names. */
export async function fetchReport(site: SaleSite, saleId: string): Promise<ReportFiles> {
  const fetched: Record<string, Uint8Array> = {};
  const get = async (path: string) => {
    const url = `http://millet.test/api/v1/sales/${saleId}/report${path}`;
    const response = await site.app.request(url, {}, {});
    if (response.status !== 200) throw new Error(`${path}: ${await response.text()}`);
    return response.bytes();
  };
  const bytes = await get("");
  fetched["report.json"] = bytes;
  const { report } = JSON.parse(Buffer.from(bytes).toString("utf8")) as {
    report: { files: { entrants: string | null; log: string } };
  };
  for (const name of Object.values(report.files)) {
    if (name !== null) fetched[name] = await get(`/${name}`);
  }
  return fetched;
}

/** Verifies files as somebody does who has downloaded them. */
export async function verifyFiles(files: ReportFiles) {
  const target = mkdtempSync(join(tmpdir(), "millet-report-"));
  try {
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(target, name), bytes);
    return await verifyReport(join(target, "report.json"));
  } finally {
    rmSync(target, { recursive: true, force: true });
  }
}

/**
 * Runs a sale by draw to its end with all that can happen in one: eight entrants of whom one is a
 * tombstone, two latecomers, a place given up, returned units, a bar, a restored bar, added stock.
 */
export async function endedDraw(site: SaleSite): Promise<string> {
  const [variant] = site.variants;
  const fans = site.fans(8);
  const saleId = await site.publish({
    names: { en: "First round", "zh-Hans": "首轮" },
    variants: [{ variantId: variant, stock: 3 }],
    admissionMargin: 10,
  });
  for (const fan of fans) good(await site.join(saleId, fan));
  const gone = fans.at(-1) as TestFan;
  good(await site.ask(saleId, gone, "DELETE", "registrations/mine"));
  good(await site.operate(saleId, "PUT", "draw"));
  const late = site.fans(2);
  for (const fan of late) good(await site.join(saleId, fan));
  good(await site.operate(saleId, "PUT", "opening"));
  const drawn = await site.inOrder(saleId, fans.slice(0, -1));
  const line = [...drawn, ...late];
  await until(async () => (await site.laneOf(saleId)).admittedThrough === line.length);

  const at = (place: number) => line[place - 1] as TestFan;
  const claims = new Map<number, string>();
  for (const place of [1, 2, 3, 4, 5, 8, 9]) {
    const { body } = good(await site.claim(saleId, at(place)));
    claims.set(place, (body["claim"] as { id: string }).id);
  }
  const release = async (place: number) =>
    good(await site.ask(saleId, at(place), "DELETE", `claims/${claims.get(place)}`));
  await release(1);
  good(await site.ask(saleId, at(7), "DELETE", "registrations/mine"));
  const bar = { reason: "automated_registration" };
  good(await site.operate(saleId, "POST", "bars", { place: 2, ...bar }));
  good(await site.operate(saleId, "POST", "bars", { place: 6, ...bar }));
  good(await site.operate(saleId, "DELETE", "bars/6"));
  good(await site.operate(saleId, "POST", "stock-additions", { variantId: variant, units: 1 }));
  good(await site.operate(saleId, "PUT", "ending", { reason: "all is sold" }));
  for (const place of [3, 4, 5, 8]) await release(place);
  return saleId;
}
