import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { verifyBeacon } from "../beacon/verify-beacon.ts";
import { findBeaconChain, firstRoundAfter, roundTimeMs } from "../rules/beacon.ts";
import { drawStatement } from "../rules/draw-statement.ts";
import {
  beaconlessSeed,
  beaconSeed,
  drawOrder,
  drawSecretHash,
  orderDigest,
  placesByEntrant,
} from "../rules/draw.ts";
import { createEntrantListParser } from "../rules/entrant-list-text.ts";
import { entrantListRoot, leafLength, liveEntrants } from "../rules/entrant-list.ts";
import { BrokenLogError } from "../rules/lane-record.ts";
import { rootMessage, verifySignature } from "../rules/receipts.ts";
import { TotalsCounter } from "../rules/report-totals.ts";
import {
  encodeReport,
  reportMessage,
  type Report,
  type ReportDraw,
  type SignedReport,
} from "../rules/report.ts";
import { readLines } from "./read-lines.ts";

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

/** A check that failed; the message says where. */
class Mismatch extends Error {}

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
  const { entrants, log } = report.files;
  const namesItsFiles = (entrants ?? "entrants.txt") === "entrants.txt";
  if (!namesItsFiles || !/^log-\d{1,12}\.txt$/.test(log)) {
    throw new Mismatch("report.json: it names files that do not belong to a report");
  }
  return report;
}

async function verifyDraw(
  path: string,
  report: Report,
  draw: ReportDraw,
  number: number | undefined,
  say: (line: string) => void,
): Promise<void> {
  const file = report.files.entrants ?? "entrants.txt";
  const leaves = await readEntrants(join(dirname(path), file), file, draw.entrants);
  const entrants = leaves.length / leafLength;
  if (entrants !== draw.entrants) {
    throw new Mismatch(`${file}: it has ${entrants} lines, the report says ${draw.entrants}`);
  }
  const root = Buffer.from(entrantListRoot(leaves));
  if (root.toString("hex") !== draw.root) {
    throw new Mismatch(
      `${file}: its root is ${root.toString("hex")}, the report says ${draw.root}`,
    );
  }
  const message = rootMessage(report.sale.id, entrants, root);
  const signature = Buffer.from(draw.rootSignature, "base64url");
  if (!verifySignature(message, signature, Buffer.from(report.publicKey, "base64url"))) {
    throw new Mismatch("report.json: the root's signature is wrong");
  }
  say(`entrants: ${entrants} leaves, root ${draw.root}`);
  const seed = verifySeed(draw, root, say);
  const live = liveEntrants(report.sale.id, leaves);
  if (live.length !== draw.drawn) {
    throw new Mismatch(`${file}: ${live.length} entrants are live, the report says ${draw.drawn}`);
  }
  const order = drawOrder(seed, live);
  const digest = Buffer.from(orderDigest(order)).toString("hex");
  if (digest !== draw.orderDigest) {
    throw new Mismatch("report.json: the order of the draw does not follow from its seed");
  }
  say(`draw: ${order.length} places follow from the seed`);
  if (number === undefined) return;
  const place = number <= entrants ? placesByEntrant(order, entrants)[number] : undefined;
  say(`number ${number}: ${place ? `place ${place}` : "no place in the draw"}`);
}

function verifySeed(draw: ReportDraw, root: Buffer, say: (line: string) => void): Uint8Array {
  const isBound = draw.beacon !== null;
  const isTold = draw.mode === (isBound ? "beacon" : "beaconless");
  if (!isTold || draw.statement !== drawStatement(isBound)) {
    throw new Mismatch("report.json: what it says of its draw is not what was drawn");
  }
  let seed: Uint8Array;
  if (draw.beacon !== null) {
    const chain = findBeaconChain(draw.beacon.chain);
    if (chain === undefined) throw new Mismatch("report.json: its beacon chain is not a known one");
    const randomness = Bun.SHA256.hash(Buffer.from(draw.beacon.signature, "hex"), "hex");
    const { round, signature } = draw.beacon;
    if (!verifyBeacon(chain, { round, signature, randomness })) {
      throw new Mismatch(`report.json: the beacon's signature of round ${round} is wrong`);
    }
    if (draw.beacon.roundAt !== new Date(roundTimeMs(chain, round)).toISOString()) {
      throw new Mismatch(`report.json: round ${round} is not published at ${draw.beacon.roundAt}`);
    }
    if (firstRoundAfter(chain, Date.parse(draw.beacon.closesAt)) !== round) {
      throw new Mismatch(`report.json: its closing time does not lead to round ${round}`);
    }
    seed = beaconSeed(Buffer.from(randomness, "hex"), root);
    say(`beacon: round ${round} of ${chain.name}, published ${draw.beacon.roundAt}`);
    if (draw.rootSignedAt >= draw.beacon.roundAt) {
      say(
        "warning: the root was signed after the round was public, so the list could have been chosen",
      );
    }
  } else if (draw.secret !== null) {
    const secret = Buffer.from(draw.secret.secret, "hex");
    if (Buffer.from(drawSecretHash(secret)).toString("hex") !== draw.secret.hash) {
      throw new Mismatch("report.json: the draw's secret is not the one that was promised");
    }
    seed = beaconlessSeed(secret, root);
    say(`warning: ${draw.statement}`);
  } else {
    throw new Mismatch("report.json: the draw has neither a beacon nor a secret");
  }
  if (Buffer.from(seed).toString("hex") !== draw.seed) {
    throw new Mismatch("report.json: the seed does not follow from its inputs");
  }
  return seed;
}

async function readEntrants(path: string, file: string, expected: number): Promise<Uint8Array> {
  await stat(path);
  const parser = createEntrantListParser(expected);
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    if (!parser.push(chunk as Uint8Array)) break;
  }
  const parsed = parser.finish();
  if (!parsed.ok) throw new Mismatch(`${file} line ${parsed.line}: ${parsed.problem}`);
  return parsed.leaves;
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
  say(`totals: ${totals.unitsOffered} units, ${totals.claims} claims, ${totals.unitsHeld} held`);
}
