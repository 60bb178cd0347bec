import { type Kysely, sql } from "kysely";
import { chainDigest } from "../rules/lane-record.ts";

export interface LaneLogBreaks {
  readonly sales: number;
  readonly records: number;
  /** One line for the first record of each log that does not follow from the one before it. */
  readonly breaks: readonly string[];
}

const PAGE = 500;

/**
 * Computes the digests of every sale's log again, from its first record to its last.
 * @param kysely any connection to the database; a restore asks inside its transaction
 */
export async function findLaneLogBreaks(kysely: Kysely<unknown>): Promise<LaneLogBreaks> {
  const { rows } = await sql<{ id: string }>`
    select distinct sale_id as id from sales.lane_records order by 1`.execute(kysely);
  let records = 0;
  const breaks: string[] = [];
  for (const { id } of rows) {
    const checked = await checkLog(kysely, id);
    if (typeof checked === "number") records += checked;
    else breaks.push(checked);
  }
  return { sales: rows.length, records, breaks };
}

/** @returns how many records there are, or what is wrong */
async function checkLog(kysely: Kysely<unknown>, saleId: string): Promise<number | string> {
  let digest: Uint8Array = new Uint8Array(32);
  let sequence = 0;
  for (;;) {
    const { rows } = await sql<{
      sequence: number;
      previous: Buffer;
      digest: Buffer;
      body: Buffer;
    }>`
      select sequence, previous_digest as previous, digest, body from sales.lane_records
      where sale_id = ${saleId} and sequence > ${sequence} order by sequence limit ${PAGE}
    `.execute(kysely);
    for (const record of rows) {
      sequence += 1;
      const isNext =
        record.sequence === sequence &&
        record.previous.equals(digest) &&
        record.digest.equals(chainDigest(digest, record.body));
      if (!isNext) {
        return `sale ${saleId}: record ${record.sequence} does not follow from what is before it`;
      }
      ({ digest } = record);
    }
    if (rows.length < PAGE) return sequence;
  }
}
