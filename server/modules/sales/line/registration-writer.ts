import { randomFillSync } from "node:crypto";
import { sql } from "kysely";
import type { Clock } from "../../../platform/clock.ts";
import { inTransaction, type Database, type Tx } from "../../../platform/database/database.ts";
import type { MissingClause } from "../rules/eligibility.ts";
import { TRACE_BYTES } from "../rules/sign-up-traces.ts";
import { nextSaleState } from "../rules/sale-states.ts";
import { lockEntrantList } from "./entrant-list-lock.ts";
import { Gatherer } from "../../../platform/gatherer.ts";

/** A fan's standing registration. */
export interface Registration {
  readonly number: number;
  readonly randomBytes: Buffer;
  readonly registeredAt: Date;
  /** Whether this call made it; a fan who asks again gets the same one. */
  readonly isNew: boolean;
}

export type RegistrationOutcome =
  | { readonly ok: true; readonly registration: Registration; readonly latecomer: boolean }
  | {
      readonly ok: false;
      readonly state: string | undefined;
      /** Set where registration is still to come. */
      readonly opensAt?: Date;
      /** The closing time has passed and the list is being closed. */
      readonly isClosing?: boolean;
      /** Set where the fan is not eligible. */
      readonly missing?: readonly MissingClause[];
    };

export interface RegistrationRequest {
  readonly fanId: string;
  /** A number that the fan had and whose place is given up; it makes way for a new one. */
  readonly replaces?: number;
  /** Whether a friend code makes the fan eligible. */
  readonly isInvited?: boolean;
  /** Where the request came from, hashed; kept only with a new registration. */
  readonly trace?: Buffer | undefined;
}

const RANDOM_BYTES = 32;
const ROW_BYTES = RANDOM_BYTES + 2 * TRACE_BYTES;

interface RegistrationRow {
  readonly fan_id: string;
  readonly number: number;
  readonly random_bytes: Buffer;
  readonly registered_at: Date;
  readonly is_new: boolean;
}

/** Who of many fans may not enter, each with what is missing. */
export type FindIneligible = (
  tx: Tx,
  fanIds: readonly string[],
) => Promise<ReadonlyMap<string, readonly MissingClause[]>>;

/**
 * Writes the registrations of one sale: those that come together share one commit, and their
 * numbers are dense, in the order of arrival. The entrant list's row is locked meanwhile, so that
 * several servers and the closing of the list stand in one order.
 * @param onLatecomers told how many registrations there are now, when the list is closed already
 * @param eligibilityOf how to find who may not enter; undefined where everybody may
 */
export function createRegistrationWriter(
  database: Database,
  clock: Clock,
  saleId: string,
  onLatecomers: (registrations: number) => void,
  eligibilityOf?: () => Promise<FindIneligible | undefined>,
): Gatherer<RegistrationRequest, RegistrationOutcome> {
  return new Gatherer(async (requests) => {
    const findIneligible = await eligibilityOf?.();
    const result = await inTransaction(database, (tx) =>
      writeBatch(tx, saleId, requests, clock.wallMs(), findIneligible),
    );
    if (result.registrations !== undefined) onLatecomers(result.registrations);
    return result.outcomes;
  });
}

const NOBODY: ReadonlyMap<string, readonly MissingClause[]> = new Map();

async function writeBatch(
  tx: Tx,
  saleId: string,
  requests: readonly RegistrationRequest[],
  wallMs: number,
  findIneligible: FindIneligible | undefined,
): Promise<{ outcomes: RegistrationOutcome[]; registrations?: number }> {
  const list = await lockEntrantList(tx, saleId);
  if (list === undefined || nextSaleState(list.kind, list.state, "register") === undefined) {
    return { outcomes: requests.map(() => ({ ok: false, state: list?.state })) };
  }
  const opensAt = list.registration_opens_at;
  if (opensAt !== null && opensAt.getTime() > wallMs) {
    return { outcomes: requests.map(() => ({ ok: false, state: list.state, opensAt })) };
  }
  // From its closing time on nobody enters the list; latecomers follow once it is closed.
  const closesAt = list.registration_closes_at;
  if (closesAt !== null && closesAt.getTime() <= wallMs && list.closed_at === null) {
    return { outcomes: requests.map(() => ({ ok: false, state: list.state, isClosing: true })) };
  }
  // Under the lock, so that nobody takes back meanwhile what the entry rests on.
  const asking = requests.filter(({ isInvited }) => isInvited !== true);
  const ineligible =
    (await findIneligible?.(
      tx,
      asking.map(({ fanId }) => fanId),
    )) ?? NOBODY;
  const admitted =
    ineligible.size === 0 ? requests : requests.filter(({ fanId }) => !ineligible.has(fanId));
  await withdrawReplaced(tx, saleId, admitted);
  const added = await insertRows(tx, saleId, list.registrations, admitted);
  // Who is registered already stays so until the list is closed, and is told so.
  const standing =
    ineligible.size === 0 ? [] : await findStanding(tx, saleId, [...ineligible.keys()]);
  const rows = [...added, ...standing];
  const isLate = list.kind === "open" || list.closed_at !== null;
  const byFan = new Map(rows.map((row) => [row.fan_id, row]));
  const outcomes = requests.map(({ fanId }): RegistrationOutcome => {
    const row = byFan.get(fanId);
    if (row === undefined) {
      const missing = ineligible.get(fanId);
      if (missing !== undefined) return { ok: false, state: list.state, missing };
      throw new Error("every eligible fan of the batch has a registration now");
    }
    const registration = {
      number: row.number,
      randomBytes: row.random_bytes,
      registeredAt: row.registered_at,
      isNew: row.is_new,
    };
    return { ok: true, registration, latecomer: row.number > (list.entrants ?? row.number) };
  });
  const count = added.filter((row) => row.is_new).length;
  return isLate && count > 0
    ? { outcomes, registrations: list.registrations + count }
    : { outcomes };
}

async function withdrawReplaced(
  tx: Tx,
  saleId: string,
  requests: readonly RegistrationRequest[],
): Promise<void> {
  const replaced = requests.filter((request) => request.replaces !== undefined);
  if (replaced.length === 0) return;
  await sql`
    update sales.registrations set standing = 'left'
    where sale_id = ${saleId} and standing = 'entered'
      and number = any(${replaced.map((request) => request.replaces)}::integer[])
      and fan_id = any(${replaced.map((request) => request.fanId)}::uuid[])`.execute(tx);
}

async function findStanding(
  tx: Tx,
  saleId: string,
  fanIds: readonly string[],
): Promise<readonly RegistrationRow[]> {
  const { rows } = await sql<RegistrationRow>`
    select fan_id, number, random_bytes, registered_at, false as is_new from sales.registrations
    where sale_id = ${saleId} and standing = 'entered' and fan_id = any(${fanIds}::uuid[])`.execute(
    tx,
  );
  return rows;
}

/**
 * One statement: those who are registered already keep their row, the others get new numbers. The
 * lateral look-up keeps to the index however little the planner knows of a table that has just
 * begun to fill; a plain join read the whole sale for each batch.
 */
async function insertRows(
  tx: Tx,
  saleId: string,
  registrations: number,
  requests: readonly RegistrationRequest[],
): Promise<readonly RegistrationRow[]> {
  if (requests.length === 0) return [];
  const traceOf = new Map(requests.map((request) => [request.fanId, request.trace]));
  const fans = [...traceOf.keys()];
  const bytes = withTraces([...traceOf.values()]);
  const { rows } = await sql<RegistrationRow>`
    with asking as (
      select fan_id, bytes, position
      from unnest(${fans}::uuid[], ${bytes}::bytea[]) with ordinality
        as asking (fan_id, bytes, position)
    ), standing as (
      select r.* from asking, lateral (
        select fan_id, number, random_bytes, registered_at from sales.registrations
        where sale_id = ${saleId} and fan_id = asking.fan_id and standing = 'entered' limit 1
      ) as r
    ), added as (
      insert into sales.registrations
        (sale_id, number, fan_id, random_bytes, network_trace, browser_trace)
      select ${saleId}, ${registrations}::integer + row_number() over (order by position),
        fan_id, substring(bytes for 32), nullif(substring(bytes from 33 for 8), ''),
        nullif(substring(bytes from 41), '')
      from asking where fan_id not in (select fan_id from standing)
      returning fan_id, number, random_bytes, registered_at
    ), counted as (
      update sales.entrant_lists
      set registrations = registrations + (select count(*)::integer from added)
      where sale_id = ${saleId}
    )
    select *, true as is_new from added union all select *, false as is_new from standing`.execute(
    tx,
  );
  return rows;
}

/** One value for each fan, random bytes and trace behind each other: more values cost the crowd. */
function withTraces(traces: readonly (Buffer | undefined)[]): readonly Buffer[] {
  const random = randomFillSync(Buffer.alloc(traces.length * ROW_BYTES));
  return traces.map((trace, index) => {
    const start = index * ROW_BYTES;
    const row = random.subarray(start, start + RANDOM_BYTES + (trace?.length ?? 0));
    trace?.copy(row, RANDOM_BYTES);
    return row;
  });
}
