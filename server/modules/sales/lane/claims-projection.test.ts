import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { sql } from "kysely";
import { testDatabase } from "../../../../tests/support/database.ts";
import { anyLaneCommand, LaneBench } from "../../../../tests/support/lane-bench.ts";
import { rejectionOf } from "../../../../tests/support/rejection.ts";
import type { Tx } from "../../../platform/database/database.ts";
import { newId } from "../../../platform/ids.ts";
import type { Places } from "../line/places.ts";
import { isOpenHold } from "../rules/claim-states.ts";
import { evolve } from "../rules/lane-evolve.ts";
import type { LaneEvent, LaneTerms } from "../rules/lane-events.ts";
import type { SealedRecord } from "../rules/lane-record.ts";
import { LaneState, type LaneClaim } from "../rules/lane-state.ts";
import { ClaimsProjection } from "./claims-projection.ts";
import type { ClaimsConsumer, ClaimsStep } from "./lane-hooks.ts";

const database = await testDatabase();

const PLACES = 45;
const VARIANTS = [newId<"variant">(), newId<"variant">()];

/** The last place belongs to the first who registered, so that a mixed-up number shows. */
const places: Places = {
  isDrawn: true,
  placeOf: (number) => PLACES + 1 - number,
  numberAt: (place) => PLACES + 1 - place,
  highest: () => PLACES,
};

class Lane extends LaneBench {
  protected override claimId(): string {
    return newId<"claim">();
  }
}

/** A lane of a sale whose fans are registered; its records are still to be stored. */
async function laneOf(terms: Partial<LaneTerms>): Promise<Lane> {
  const saleId = newId<"sale">();
  await sql`
    insert into sales.sales (id, kind, state, names, hold_seconds, admission_margin, waiting_limit)
    values (${saleId}, 'draw', 'selling', '{}', 60, 0, 10)`.execute(database.kysely);
  await sql`insert into sales.entrant_lists (sale_id) values (${saleId})`.execute(database.kysely);
  await sql`
    insert into sales.registrations (sale_id, number, fan_id)
    select ${saleId}, number, ('00000000-0000-4000-8000-' || lpad(number::text, 12, '0'))::uuid
    from generate_series(1, ${PLACES}::integer) as number`.execute(database.kysely);
  const variants = VARIANTS.map((id, index) => ({ id, stock: 3 - index, limit: 2 - index }));
  const lane = new Lane({ variants, ...terms }, saleId);
  lane.ask({ type: "open" });
  return lane;
}

const projectionOf = (lane: Lane, ...consumers: ClaimsConsumer[]) =>
  new ClaimsProjection(database, lane.state.saleId, places, VARIANTS, consumers);

async function store(lane: Lane, records: readonly SealedRecord[]): Promise<void> {
  for (const { sequence, epoch, previousDigest, digest, body } of records) {
    await sql`
      insert into sales.lane_records (sale_id, sequence, epoch, previous_digest, digest, body)
      values (${lane.state.saleId}, ${sequence}, ${epoch}, ${Buffer.from(previousDigest)},
        ${Buffer.from(digest)}, ${Buffer.from(body)})`.execute(database.kysely);
  }
}

interface Row {
  readonly id: string;
  readonly place: number;
  readonly fanId: string;
  readonly lines: unknown;
  readonly state: string;
  readonly expiresAt: number | null;
  readonly sequence: number;
  readonly claimedAt: number;
  readonly codeNumber: number | null;
}

async function rowsOf(lane: Lane): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select id, place, fan_id as "fanId", lines, state, sequence, code_number as "codeNumber",
      (extract(epoch from expires_at) * 1000)::bigint as "expiresAt",
      (extract(epoch from claimed_at) * 1000)::bigint as "claimedAt"
    from sales.claims where sale_id = ${lane.state.saleId} order by id`.execute(database.kysely);
  return rows;
}

/** Every claim that the log tells of, as it ends up; a restored place may have several. */
function claimsOf(lane: Lane): Row[] {
  const state = new LaneState(lane.state.saleId);
  const made: { claim: LaneClaim; claimedAt: number }[] = [];
  for (const { sequence, body } of lane.records) {
    const { at, events } = JSON.parse(new TextDecoder().decode(body)) as {
      at: number;
      events: LaneEvent[];
    };
    state.at = at;
    for (const event of events) {
      evolve(state, event);
      const isClaim = event[0] === "held" || event[0] === "waiting" || event[0] === "redeemed";
      if (!isClaim) continue;
      const claim = state.claims.get(event[1]);
      const isKnown = made.some((other) => other.claim === claim);
      if (claim !== undefined && !isKnown) made.push({ claim, claimedAt: at });
    }
    state.sequence = sequence;
    state.recordedAt = at;
  }
  const rows = made.map(({ claim, claimedAt }) => ({
    id: claim.id,
    place: claim.place,
    fanId: `00000000-0000-4000-8000-${String(places.numberAt(claim.place)).padStart(12, "0")}`,
    lines: claim.lines.lines.map(([index, quantity]) => ({ variantId: VARIANTS[index], quantity })),
    state: claim.state,
    expiresAt: isOpenHold(claim.state) ? claim.expiresAt : null,
    sequence: claim.sequence,
    claimedAt,
    codeNumber: claim.codeNumber ?? null,
  }));
  return rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** A table of another module's, written from what the projection tells of. */
class Mirror {
  readonly rows = new Map<string, Row>();

  readonly consume = async (_tx: Tx, { claims, extendedMs }: ClaimsStep): Promise<void> => {
    for (const row of this.rows.values()) {
      if (row.expiresAt === null) continue;
      this.rows.set(row.id, { ...row, expiresAt: row.expiresAt + extendedMs });
    }
    for (const { id, place, fanId, lines, state, sequence, codeNumber, ...times } of claims) {
      const expiresAt = times.expiresAt?.getTime() ?? null;
      const claimedAt = times.claimedAt.getTime();
      const row = { id, place, fanId: fanId ?? "", lines, state, sequence, codeNumber };
      this.rows.set(id, { ...row, expiresAt, claimedAt });
    }
  };

  sorted(): Row[] {
    return [...this.rows.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  }
}

test("whatever happens in a lane, the table shows each claim as the lane has it, once", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.tuple(
          fc.array(anyLaneCommand, { maxLength: 12 }),
          fc.constantFrom(0, 1, 400, 1_000, 2_900, 70_000),
        ),
        { minLength: 10, maxLength: 30, size: "max" },
      ),
      fc.constantFrom(1_500, 60_000),
      fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 10 }),
      fc.boolean(),
      async (batches, holdMs, portions, ends) => {
        const lane = await laneOf({ holdMs, admissionMargin: 5 });
        for (const [index, [commands, afterMs]] of batches.entries()) {
          const isLate = ends && index === batches.length - 3;
          lane.batch(
            [
              ...commands.map((command) => lane.commandOf(command)),
              ...(isLate ? [{ type: "end" as const, reason: "stopped" }] : []),
            ],
            afterMs,
          );
        }
        const mirror = new Mirror();
        const projection = projectionOf(lane, mirror.consume);
        let stored = 0;
        for (let turn = 0; stored < lane.records.length; turn += 1) {
          const portion = portions[turn % portions.length] ?? 1;
          await store(lane, lane.records.slice(stored, stored + portion));
          stored += portion;
          await projection.step();
        }
        expect(projection.sequence).toBe(lane.records.length);
        expect(await rowsOf(lane)).toEqual(claimsOf(lane));
        expect(mirror.sorted()).toEqual(claimsOf(lane));
        expect(await projection.step()).toBe(0);
      },
    ),
    { numRuns: Number(process.env["PROPERTY_RUNS"] ?? 25), seed: 7 },
  );
}, 30_000);

describe("a record", () => {
  /** Three claims of one unit, one after the other, stored. */
  async function waitingLane(): Promise<Lane> {
    const lane = await laneOf({ admissionMargin: 9 });
    for (let place = 1; place <= 7; place += 1) lane.claim(place);
    lane.ask({ type: "release", place: 1 });
    await store(lane, lane.records);
    return lane;
  }

  test("is projected once by two servers that do it at the same time", async () => {
    const lane = await waitingLane();
    const together = async () => {
      const counts = await Promise.all([1, 2, 3, 4].map(() => projectionOf(lane).step()));
      return counts.toSorted((a, b) => a - b);
    };
    const before = lane.records.length;
    expect(await together()).toEqual([0, 0, 0, before]);
    lane.claim(20);
    lane.ask({ type: "release", place: 2 });
    await store(lane, lane.records.slice(before));
    expect(await together()).toEqual([0, 0, 0, lane.records.length - before]);
    expect(await rowsOf(lane)).toEqual(claimsOf(lane));
  });

  test("is not projected in part when a step fails in its middle", async () => {
    const lane = await waitingLane();
    let fails = true;
    const failing: Places = {
      ...places,
      numberAt(place) {
        if (place === 5 && fails) throw new Error("a fault in the middle");
        return places.numberAt(place);
      },
    };
    const projection = new ClaimsProjection(database, lane.state.saleId, failing, VARIANTS);
    expect(await rejectionOf(projection.step())).toBe("a fault in the middle");
    expect([projection.sequence, await rowsOf(lane)]).toEqual([0, []]);
    fails = false;
    await projection.step();
    expect(await rowsOf(lane)).toEqual(claimsOf(lane));
  });

  test("is still to be projected when the commit fails", async () => {
    const lane = await waitingLane();
    const projection = projectionOf(lane);
    await sql`
      create function pg_temp_fail() returns trigger language plpgsql as
        $$ begin raise exception 'the disk is full'; end $$`.execute(database.kysely);
    await sql`
      create constraint trigger fails after update on sales.claim_projections
        deferrable initially deferred for each row execute function pg_temp_fail()
      `.execute(database.kysely);
    expect(await rejectionOf(projection.step())).toBe("the disk is full");
    expect([projection.sequence, await rowsOf(lane)]).toEqual([0, []]);
    await sql`drop trigger fails on sales.claim_projections`.execute(database.kysely);
    await projection.step();
    expect(projection.sequence).toBe(lane.records.length);
    expect(await rowsOf(lane)).toEqual(claimsOf(lane));
  });

  test("beyond two hundred comes with the next step", async () => {
    const lane = await laneOf({ admissionMargin: 9 });
    for (let count = 1; count <= 210; count += 1) {
      lane.ask({ type: "extend-line", highestPlace: 100 + count });
    }
    lane.claim(1);
    await store(lane, lane.records);
    const projection = projectionOf(lane);
    expect(await projection.step()).toBe(200);
    expect(await rowsOf(lane)).toEqual([]);
    while ((await projection.step()) > 0);
    expect(await rowsOf(lane)).toEqual(claimsOf(lane));
  });
});
