import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { BrokenLogError } from "../rules/lane-record.ts";
import { verifySignature } from "../rules/receipts.ts";
import { TotalsCounter } from "../rules/report-totals.ts";
import { encodeReport, reportMessage, type Report, type SignedReport } from "../rules/report.ts";
import { Mismatch } from "./mismatch.ts";
import { readLines } from "./read-lines.ts";
import { verifyDraw } from "./verify-draw.ts";

export interface VerifyOptions {
  /** The installation's public key, base64url; without it the report's own is taken. */
  readonly publicKey?: string;
  /** A registration's number whose place is to be told. */
  readonly number?: number;
  readonly onProgress?: (step: string) => void;
}

export type Verification =
  | { readonly ok: true; readonly lines: readonly string[] }
  | { readonly ok: false; readonly lines: readonly string[]; readonly problem: string };

/**
 * Checks a report against the files beside it, without any server: signatures, entrant list and
 * root, seed, every place of the draw, the log's chain, and the totals that follow from it.
 */
export async function verifyReport(
  path: string,
  options: VerifyOptions = {},
): Promise<Verification> {
  const lines: string[] = [];
  const say = (line: string) => {
    lines.push(line);
    options.onProgress?.(line);
  };
  try {
    const report = await readReport(path, options.publicKey);
    say(`report: signed by ${report.publicKey}`);
    if (report.draw !== null) await verifyDraw(path, report, report.draw, options.number, say);
    await verifyLog(path, report, say);
    if (!report.final) say("note: holds were open when this report was made; a later one is final");
    return { ok: true, lines };
  } catch (error) {
    if (error instanceof Mismatch || error instanceof BrokenLogError) {
      return { ok: false, lines, problem: error.message };
    }
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== "ENOENT") throw error;
    return { ok: false, lines, problem: `a file is missing: ${(error as Error).message}` };
  }
}

async function readReport(path: string, pinnedKey: string | undefined): Promise<Report> {
  const bytes = await readFile(path);
  let signed: SignedReport | null;
  try {
    signed = JSON.parse(bytes.toString("utf8")) as SignedReport | null;
  } catch {
    throw new Mismatch("report.json: it is not JSON");
  }
  const hasForm =
    signed?.report?.format === "millet-report-v1" &&
    typeof signed.signature === "string" &&
    typeof signed.report.publicKey === "string";
  if (signed === null || !hasForm) {
    throw new Mismatch("report.json: it has not the form of a report");
  }
  if (!Buffer.from(encodeReport(signed)).equals(bytes)) {
    throw new Mismatch("report.json: its spelling differs from the published one");
  }
  const { report, signature } = signed;
  if (pinnedKey !== undefined && report.publicKey !== pinnedKey) {
    throw new Mismatch("report.json: it is signed with another key than the one expected");
  }
  const signatureBytes = Buffer.from(signature, "base64url");
  const isCanonical = signatureBytes.toString("base64url") === signature;
  const key = Buffer.from(report.publicKey, "base64url");
  if (!isCanonical || !verifySignature(reportMessage(report), signatureBytes, key)) {
    throw new Mismatch("report.json: its signature does not fit its content");
  }
  // The names are the server's own, and lead nowhere but beside the report.
  const { entrants, carried, log } = report.files;
  const namesItsFiles =
    (entrants ?? "entrants.txt") === "entrants.txt" && (carried ?? "carried.txt") === "carried.txt";
  if (!namesItsFiles || !/^log-\d{1,12}\.txt$/.test(log)) {
    throw new Mismatch("report.json: it names files that do not belong to a report");
  }
  return report;
}

async function verifyLog(path: string, report: Report, say: (line: string) => void): Promise<void> {
  const file = report.files.log;
  const counter = new TotalsCounter(report.sale.id);
  let line = 0;
  for await (const bytes of readLines(join(dirname(path), file))) {
    line += 1;
    const digest = bytes.subarray(0, 64).toString("latin1");
    if (!/^[0-9a-f]{64}$/.test(digest) || bytes[64] !== 0x20) {
      throw new Mismatch(`${file} line ${line}: it does not begin with a digest`);
    }
    if (bytes.at(-1) !== 0x0a) throw new Mismatch(`${file} line ${line}: not ended by a newline`);
    try {
      counter.add(bytes.subarray(65, -1), Buffer.from(digest, "hex"));
    } catch (error) {
      if (!(error instanceof BrokenLogError)) throw error;
      throw new Mismatch(`${file} line ${line}: ${error.message}`);
    }
  }
  const { terms } = counter.state;
  const drawn = report.draw;
  const isOfThisDraw =
    drawn === null
      ? terms?.draw === null
      : terms?.draw?.root === drawn.root &&
        terms.draw.seed === drawn.seed &&
        terms.draw.order === drawn.orderDigest &&
        terms.drawnPlaces === drawn.drawn;
  if (terms?.kind !== report.sale.kind || !isOfThisDraw) {
    throw new Mismatch(`${file} line 1: it was founded on another draw`);
  }
  const totals = counter.totals();
  for (const [name, value] of Object.entries(totals)) {
    const said = (report.totals as unknown as Record<string, unknown>)[name];
    if (JSON.stringify(said) !== JSON.stringify(value)) {
      throw new Mismatch(
        `${file}: ${name} is ${JSON.stringify(value)}, the report says ${JSON.stringify(said)}`,
      );
    }
  }
  if (report.final !== (totals.held === 0)) {
    throw new Mismatch(`${file}: ${totals.held} claims are held, whatever the report calls final`);
  }
  if (JSON.stringify(counter.removals()) !== JSON.stringify(report.removals)) {
    throw new Mismatch(`${file}: the removals differ from the report's`);
  }
  say(`log: ${totals.records} records, last digest ${totals.lastDigest}`);
  say(
    `totals: ${totals.unitsOffered} units, ${totals.claims} claims, ${totals.unitsSold} sold, ${totals.unitsHeld} held`,
  );
}
