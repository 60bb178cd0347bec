import { readFileSync } from "node:fs";
import { Client } from "pg";
import { countLog, type LogCount } from "../../modules/sales/index.ts";
import { connectionSettings } from "../../platform/database/database.ts";

export interface SaleCheck {
  /** Units held when no free unit was left for the first time. */
  readonly sold: number;
  readonly oversold: number;
  readonly duplicateClaims: number;
  readonly acknowledgedButMissing: number;
  /** The record with which the last free unit went; undefined when some are left. */
  readonly soldOutSequence: number | undefined;
  readonly records: number;
  readonly takeovers: number;
  /** Claims in the database's own table that differ from the log's. */
  readonly projectedWrong: number;
}

/**
 * Holds what the fans were told against the log and against the claims table, both read from the
 * database: the server has no part in it.
 */
export async function checkSale(
  databaseUrl: string,
  saleId: string,
  toldPath: string,
): Promise<SaleCheck> {
  const client = new Client(connectionSettings(databaseUrl));
  await client.connect();
  try {
    const log = await countLog(saleId, recordsOf(client, saleId));
    const told = readTold(toldPath);
    const tables = await projectionOf(client, saleId);
    const offered = log.unitsOffered;
    const heldInTable = tables.filter((row) => row.state === "held").length;
    return {
      sold: log.unitsTakenAtSellOut ?? log.unitsTaken,
      oversold: Math.max(0, log.unitsTakenMost - offered, heldInTable - offered),
      duplicateClaims: log.secondClaims + placesTwice(tables),
      acknowledgedButMissing: told.filter((claim) => isMissing(log, claim)).length,
      soldOutSequence: log.soldOutSequence,
      records: log.records,
      takeovers: log.takeovers,
      projectedWrong: countWrong(log, tables),
    };
  } finally {
    await client.end();
  }
}

interface Told {
  readonly place: number;
  readonly claimId: string;
  readonly state: string;
}

/** A fan was told of a claim that the log does not have, or of a release that did not happen. */
function isMissing(log: LogCount, { place, claimId, state }: Told): boolean {
  const claim = log.claims.get(claimId);
  if (claim === undefined || claim.place !== place) return true;
  if (state === "released") return claim.state !== "released";
  if (state === "held") return claim.state !== "held";
  return claim.state === "released";
}

/** The sale's log, read in portions. */
export async function* recordsOf(client: Client, saleId: string) {
  let after = 0;
  for (;;) {
    const { rows } = await client.query<{ sequence: number; digest: Buffer; body: Buffer }>(
      `select sequence, digest, body from sales.lane_records
       where sale_id = $1 and sequence > $2 order by sequence limit 500`,
      [saleId, after],
    );
    yield* rows;
    after = rows.at(-1)?.sequence ?? after;
    if (rows.length < 500) return;
  }
}

interface ProjectedClaim {
  readonly id: string;
  readonly place: number;
  readonly state: string;
}

async function projectionOf(client: Client, saleId: string): Promise<ProjectedClaim[]> {
  const { rows } = await client.query<ProjectedClaim>(
    "select id, place, state from sales.claims where sale_id = $1",
    [saleId],
  );
  return rows;
}

function placesTwice(rows: readonly ProjectedClaim[]): number {
  return rows.length - new Set(rows.map((row) => row.place)).size;
}

function countWrong(log: LogCount, rows: readonly ProjectedClaim[]): number {
  const wrong = rows.filter((row) => log.claims.get(row.id)?.state !== row.state).length;
  return wrong + Math.abs(log.claims.size - rows.length);
}

function readTold(path: string): Told[] {
  const lines = readFileSync(path, "utf8").trim().split("\n");
  return lines
    .filter((line) => line !== "")
    .map((line) => {
      const [place = "", claimId = "", state = ""] = line.split(" ");
      return { place: Number(place), claimId, state };
    });
}
