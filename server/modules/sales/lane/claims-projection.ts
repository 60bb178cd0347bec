import { sql } from "kysely";
import { inTransaction, type Database, type Tx } from "../../../platform/database/database.ts";
import type { Places } from "../line/places.ts";
import { isOpenHold } from "../rules/claim-states.ts";
import type { LaneEvent } from "../rules/lane-events.ts";
import { ClaimsChanges } from "./claims-changes.ts";
import { CodeChanges } from "./code-changes.ts";
import type { ClaimsConsumer, ProjectedClaim } from "./lane-hooks.ts";

const RECORDS_AT_ONCE = 200;

interface StoredBody {
  readonly sequence: number;
  readonly body: Buffer;
}

/** What a step has written. */
interface Written {
  readonly claims: Map<string, ProjectedClaim>;
  extendedMs: number;
}

/**
 * Writes the `claims` table from the log, each record exactly once: the rows, what consumers make
 * of them, and the sequence that they reach to change in one transaction. Claiming never waits
 * for it.
 */
export class ClaimsProjection {
  /** The last record that `claims` shows. */
  sequence = 0;
  private readonly database: Database;
  private readonly saleId: string;
  private readonly places: Places;
  private readonly variantIds: readonly string[];
  private readonly consumers: readonly ClaimsConsumer[];

  constructor(
    database: Database,
    saleId: string,
    places: Places,
    variantIds: readonly string[],
    consumers: readonly ClaimsConsumer[] = [],
  ) {
    this.database = database;
    this.saleId = saleId;
    this.places = places;
    this.variantIds = variantIds;
    this.consumers = consumers;
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
        const { claims, extendedMs } = await this.apply(tx, rows);
        const step = { saleId: this.saleId, sequence: last.sequence, extendedMs };
        for (const consume of this.consumers) {
          await consume(tx, { ...step, claims: [...claims.values()] });
        }
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
  private async apply(tx: Tx, records: readonly StoredBody[]): Promise<Written> {
    const written: Written = { claims: new Map(), extendedMs: 0 };
    let changes = new ClaimsChanges();
    const codes = new CodeChanges();
    for (const { sequence, body } of records) {
      const record = JSON.parse(body.toString("utf8")) as { at: number; events: LaneEvent[] };
      for (const event of record.events) {
        codes.add(event, record.at);
        if (event[0] !== "outage") {
          changes.add(event, sequence, record.at);
          continue;
        }
        await this.write(tx, changes, written);
        changes = new ClaimsChanges();
        await this.extendHolds(tx, event[1]);
        extendWritten(written, event[1]);
      }
    }
    await this.write(tx, changes, written);
    await codes.write(tx, this.saleId);
    return written;
  }

  private async write(tx: Tx, changes: ClaimsChanges, written: Written): Promise<void> {
    const rows = [
      ...(await this.update(tx, changes)),
      ...(await this.insert(tx, changes)),
      ...(await this.expireWaiting(tx, changes.endedIn)),
    ];
    for (const row of rows) written.claims.set(row.id, row);
  }

  private async update(tx: Tx, { changed }: ClaimsChanges): Promise<readonly ProjectedClaim[]> {
    if (changed.length === 0) return [];
    const { rows } = await sql<ProjectedClaim>`
      update sales.claims c
      set state = n.state, expires_at = n.expires_at, sequence = n.sequence
      from unnest(${changed.map((row) => row.place)}::integer[],
        ${changed.map((row) => row.state)}::text[],
        ${changed.map((row) => isoTime(row.expiresAtMs))}::timestamptz[],
        ${changed.map((row) => row.sequence)}::bigint[]) as n (place, state, expires_at, sequence)
      where c.sale_id = ${this.saleId} and c.place = n.place
        and c.state in ('waiting', 'held', 'paying', 'paid')
      returning ${PROJECTED}`.execute(tx);
    return rows;
  }

  /** A claim that waited in an earlier step and that a friend code has served is there already. */
  private async insert(tx: Tx, { made }: ClaimsChanges): Promise<readonly ProjectedClaim[]> {
    if (made.length === 0) return [];
    const { rows } = await sql<ProjectedClaim>`
      insert into sales.claims as c
        (id, sale_id, place, fan_id, lines, state, expires_at, sequence, claimed_at, code_number)
      select n.id, ${this.saleId}, n.place, r.fan_id, n.lines, n.state, n.expires_at, n.sequence,
        n.claimed_at, n.code_number
      from unnest(${made.map((row) => row.id)}::uuid[],
        ${made.map((row) => row.place)}::integer[],
        ${made.map((row) => this.places.numberAt(row.place))}::integer[],
        ${made.map((row) => this.linesText(row.lines))}::jsonb[],
        ${made.map((row) => row.state)}::text[],
        ${made.map((row) => isoTime(row.expiresAtMs))}::timestamptz[],
        ${made.map((row) => row.sequence)}::bigint[],
        ${made.map((row) => isoTime(row.claimedAtMs))}::timestamptz[],
        ${made.map((row) => row.codeNumber)}::integer[])
        as n (id, place, number, lines, state, expires_at, sequence, claimed_at, code_number)
      left join sales.registrations r on r.sale_id = ${this.saleId} and r.number = n.number
      on conflict (id) do update set state = excluded.state, expires_at = excluded.expires_at,
        sequence = excluded.sequence, code_number = excluded.code_number
      returning ${PROJECTED}`.execute(tx);
    return rows;
  }

  private async extendHolds(tx: Tx, gapMs: number): Promise<void> {
    await sql`
      update sales.claims set expires_at = expires_at + ${gapMs}::double precision * interval '1 ms'
      where sale_id = ${this.saleId} and state in ('held', 'paying')`.execute(tx);
  }

  private async expireWaiting(tx: Tx, endedIn: number): Promise<readonly ProjectedClaim[]> {
    if (endedIn === 0) return [];
    const { rows } = await sql<ProjectedClaim>`
      update sales.claims c set state = 'expired', sequence = ${endedIn}
      where sale_id = ${this.saleId} and state = 'waiting'
      returning ${PROJECTED}`.execute(tx);
    return rows;
  }

  private linesText(lines: readonly (readonly [number, number])[]): string {
    return JSON.stringify(
      lines.map(([index, quantity]) => ({ variantId: this.variantIds[index], quantity })),
    );
  }
}

/** The columns of a `ProjectedClaim`. */
const PROJECTED = sql`c.id, c.sale_id as "saleId", c.place, c.fan_id as "fanId", c.lines, c.state,
  c.expires_at as "expiresAt", c.claimed_at as "claimedAt", c.sequence,
  c.code_number as "codeNumber"`;

/** What earlier records of the step have written lasts longer as well. */
function extendWritten(written: Written, gapMs: number): void {
  written.extendedMs += gapMs;
  for (const [id, claim] of written.claims) {
    if (!isOpenHold(claim.state) || claim.expiresAt === null) continue;
    const expiresAt = new Date(claim.expiresAt.getTime() + gapMs);
    written.claims.set(id, { ...claim, expiresAt });
  }
}

function isoTime(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
