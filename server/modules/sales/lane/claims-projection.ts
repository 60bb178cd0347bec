import { sql } from "kysely";
import { inTransaction, type Database, type Tx } from "../../../platform/database/database.ts";
import type { LaneEvent } from "../rules/lane-events.ts";
import type { Places } from "../line/places.ts";

const RECORDS_AT_ONCE = 200;

interface StoredBody {
  readonly sequence: number;
  readonly body: Buffer;
}

interface ClaimRow {
  id: string;
  place: number;
  number: number;
  lines: string;
  state: string;
  expiresAt: string | null;
  sequence: number;
  claimedAt: string;
}

/**
 * Writes the `claims` table from the log, each record exactly once: the rows and the sequence that
 * they reach to change in one transaction. Claiming never waits for it.
 */
export class ClaimsProjection {
  /** The last record that `claims` shows. */
  sequence = 0;
  private readonly database: Database;
  private readonly saleId: string;
  private readonly places: Places;
  private readonly variantIds: readonly string[];

  constructor(database: Database, saleId: string, places: Places, variantIds: readonly string[]) {
    this.database = database;
    this.saleId = saleId;
    this.places = places;
    this.variantIds = variantIds;
  }

  /** Projects the next records. @returns how many there were */
  async step(): Promise<number> {
    const [sequence, count] = await inTransaction(this.database, async (tx) => {
      const from = await this.lockCursor(tx);
      const { rows } = await sql<StoredBody>`
        select sequence, body from sales.lane_records
        where sale_id = ${this.saleId} and sequence > ${from}
        order by sequence limit ${RECORDS_AT_ONCE}`.execute(tx);
      const last = rows.at(-1);
      if (last !== undefined) {
        await this.apply(tx, rows);
        await sql`update sales.claim_projections set sequence = ${last.sequence}
                  where sale_id = ${this.saleId}`.execute(tx);
      }
      return [last?.sequence ?? from, rows.length];
    });
    // Not before the commit: what is rolled back is still to be shown.
    this.sequence = sequence;
    return count;
  }

  private async lockCursor(tx: Tx): Promise<number> {
    await sql`insert into sales.claim_projections (sale_id) values (${this.saleId})
              on conflict do nothing`.execute(tx);
    const { rows } = await sql<{ sequence: number }>`
      select sequence from sales.claim_projections where sale_id = ${this.saleId} for update`.execute(
      tx,
    );
    return rows[0]?.sequence ?? 0;
  }

  /**
   * Claims made in these records are written as they stand at their end; older ones are updated.
   */
  private async apply(tx: Tx, records: readonly StoredBody[]): Promise<void> {
    const fresh = new Map<number, ClaimRow>();
    const made: ClaimRow[] = [];
    const changed = new Map<number, Pick<ClaimRow, "place" | "state" | "expiresAt" | "sequence">>();
    let ended = 0;
    const change = (place: number, sequence: number, state: string, expiresAt: string | null) => {
      const row = fresh.get(place);
      if (row === undefined) changed.set(place, { place, state, expiresAt, sequence });
      else Object.assign(row, { state, expiresAt, sequence });
    };
    for (const { sequence, body } of records) {
      const record = JSON.parse(body.toString("utf8")) as { at: number; events: LaneEvent[] };
      for (const event of record.events) {
        if (event[0] === "held" || event[0] === "waiting") {
          const row = this.rowOf(event, sequence, record.at);
          fresh.set(row.place, row);
          made.push(row);
        } else if (event[0] === "granted") {
          change(event[1], sequence, "held", isoTime(event[2]));
        } else if (event[0] === "released" || event[0] === "expired") {
          change(event[1], sequence, event[0], null);
        } else if (event[0] === "outage") {
          await this.flush(tx, made, changed);
          fresh.clear();
          await this.extendHolds(tx, event[1]);
        } else if (event[0] === "ended") {
          ended = sequence;
        }
      }
    }
    await this.flush(tx, made, changed);
    if (ended > 0) await this.expireWaiting(tx, ended);
  }

  private rowOf(
    event: Extract<LaneEvent, readonly ["held" | "waiting", ...unknown[]]>,
    sequence: number,
    at: number,
  ): ClaimRow {
    const lines = event[3].map(([index, quantity]) => ({
      variantId: this.variantIds[index],
      quantity,
    }));
    return {
      id: event[2],
      place: event[1],
      number: this.places.numberAt(event[1]),
      lines: JSON.stringify(lines),
      state: event[0],
      expiresAt: event[0] === "held" ? isoTime(event[4]) : null,
      sequence,
      claimedAt: isoTime(at),
    };
  }

  private async flush(
    tx: Tx,
    made: ClaimRow[],
    changed: Map<number, Pick<ClaimRow, "place" | "state" | "expiresAt" | "sequence">>,
  ): Promise<void> {
    const changes = [...changed.values()];
    if (changes.length > 0) {
      await sql`
        update sales.claims c
        set state = n.state, expires_at = n.expires_at, sequence = n.sequence
        from unnest(${changes.map((row) => row.place)}::integer[],
          ${changes.map((row) => row.state)}::text[],
          ${changes.map((row) => row.expiresAt)}::timestamptz[],
          ${changes.map((row) => row.sequence)}::bigint[]) as n (place, state, expires_at, sequence)
        where c.sale_id = ${this.saleId} and c.place = n.place
          and c.state in ('waiting', 'held')`.execute(tx);
    }
    if (made.length > 0) {
      await sql`
        insert into sales.claims
          (id, sale_id, place, fan_id, lines, state, expires_at, sequence, claimed_at)
        select n.id, ${this.saleId}, n.place, r.fan_id, n.lines, n.state, n.expires_at, n.sequence,
          n.claimed_at
        from unnest(${made.map((row) => row.id)}::uuid[],
          ${made.map((row) => row.place)}::integer[],
          ${made.map((row) => row.number)}::integer[],
          ${made.map((row) => row.lines)}::jsonb[],
          ${made.map((row) => row.state)}::text[],
          ${made.map((row) => row.expiresAt)}::timestamptz[],
          ${made.map((row) => row.sequence)}::bigint[],
          ${made.map((row) => row.claimedAt)}::timestamptz[])
          as n (id, place, number, lines, state, expires_at, sequence, claimed_at)
        left join sales.registrations r on r.sale_id = ${this.saleId} and r.number = n.number`.execute(
        tx,
      );
    }
    made.length = 0;
    changed.clear();
  }

  private async extendHolds(tx: Tx, gapMs: number): Promise<void> {
    await sql`
      update sales.claims set expires_at = expires_at + ${gapMs}::double precision * interval '1 ms'
      where sale_id = ${this.saleId} and state = 'held'`.execute(tx);
  }

  private async expireWaiting(tx: Tx, sequence: number): Promise<void> {
    await sql`
      update sales.claims set state = 'expired', sequence = ${sequence}
      where sale_id = ${this.saleId} and state = 'waiting'`.execute(tx);
  }
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
