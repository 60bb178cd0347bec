import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { verifyBeacon } from "../beacon/verify-beacon.ts";
import { findBeaconChain, firstRoundAfter, roundTimeMs } from "../rules/beacon.ts";
import {
  carriedDigest,
  carriedRootMessage,
  carryOverStatement,
  drawBasis,
  parseCarried,
} from "../rules/carry-over.ts";
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
import { rootMessage, verifySignature } from "../rules/receipts.ts";
import type { Report, ReportDraw } from "../rules/report.ts";
import { Mismatch } from "./mismatch.ts";

/**
 * Checks entrant list, root, seed and every place of a draw.
 * @throws Mismatch where something does not fit
 */
export async function verifyDraw(
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
  const carried = await readCarried(path, report, draw);
  const message =
    carried === null
      ? rootMessage(report.sale.id, entrants, root)
      : carriedRootMessage(report.sale.id, entrants, root, carried.digest);
  const signature = Buffer.from(draw.rootSignature, "base64url");
  if (!verifySignature(message, signature, Buffer.from(report.publicKey, "base64url"))) {
    throw new Mismatch("report.json: the root's signature is wrong");
  }
  say(`entrants: ${entrants} leaves, root ${draw.root}`);
  const seed = verifySeed(draw, drawBasis(root, carried?.digest ?? null), say);
  const live = liveEntrants(report.sale.id, leaves);
  if (live.length !== draw.drawn) {
    throw new Mismatch(`${file}: ${live.length} entrants are live, the report says ${draw.drawn}`);
  }
  if (carried !== null) verifyCarried(carried.numbers, live, say);
  const order = drawOrder(seed, live, carried?.numbers);
  const digest = Buffer.from(orderDigest(order)).toString("hex");
  if (digest !== draw.orderDigest) {
    throw new Mismatch("report.json: the order of the draw does not follow from its seed");
  }
  say(`draw: ${order.length} places follow from the seed`);
  if (number === undefined) return;
  const place = number <= entrants ? placesByEntrant(order, entrants)[number] : undefined;
  say(`number ${number}: ${place ? `place ${place}` : "no place in the draw"}`);
}

function verifySeed(draw: ReportDraw, basis: Uint8Array, say: (line: string) => void): Uint8Array {
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
    seed = beaconSeed(Buffer.from(randomness, "hex"), basis);
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
    seed = beaconlessSeed(secret, basis);
    say(`warning: ${draw.statement}`);
  } else {
    throw new Mismatch("report.json: the draw has neither a beacon nor a secret");
  }
  if (Buffer.from(seed).toString("hex") !== draw.seed) {
    throw new Mismatch("report.json: the seed does not follow from its inputs");
  }
  return seed;
}

interface Carried {
  readonly numbers: Uint32Array;
  readonly digest: Uint8Array;
}

/** The carried numbers, if the report tells of a carry-over; the root's signature binds both. */
async function readCarried(
  path: string,
  report: Report,
  { carryOver }: ReportDraw,
): Promise<Carried | null> {
  const file = report.files.carried;
  if (carryOver === undefined || file === undefined) {
    if (carryOver === undefined && file === undefined) return null;
    throw new Mismatch(
      "report.json: it has carried entrants without their file, or the file alone",
    );
  }
  if (carryOver.statement !== carryOverStatement) {
    throw new Mismatch("report.json: what it says of its carry-over is not what a report says");
  }
  const parsed = parseCarried(await readFile(join(dirname(path), file)));
  if (!parsed.ok) throw new Mismatch(`${file} line ${parsed.line}: not an ascending number`);
  const { numbers } = parsed;
  if (numbers.length !== carryOver.entrants) {
    throw new Mismatch(
      `${file}: it has ${numbers.length} lines, the report says ${carryOver.entrants}`,
    );
  }
  const digest = carriedDigest(report.sale.id, { from: carryOver.from, numbers });
  if (Buffer.from(digest).toString("hex") !== carryOver.digest) {
    throw new Mismatch(`${file}: its digest is not the one that the report says`);
  }
  return { numbers, digest };
}

function verifyCarried(numbers: Uint32Array, live: Uint32Array, say: (line: string) => void): void {
  const drawn = new Set(live);
  const stray = numbers.find((number) => !drawn.has(number));
  if (stray !== undefined) throw new Mismatch(`carried.txt: number ${stray} is not in the draw`);
  say(`carry-over: ${numbers.length} entrants have the first places`);
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
