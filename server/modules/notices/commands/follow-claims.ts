import { sql } from "kysely";
import type { Tx } from "../../../platform/database/database.ts";
import type { ClaimsStep, ProjectedClaim } from "../../sales/index.ts";

/**
 * Notes what the log says of claims, in the transaction that shows them: two statements a step.
 * What follows from it is decided later, off the sale's path.
 */
export async function followClaims(tx: Tx, step: ClaimsStep, now: Date): Promise<void> {
  if (step.extendedMs > 0) await extendHolds(tx, step);
  const claims = step.claims.filter(({ fanId }) => fanId !== null);
  const live = claims.filter(({ state }) => LIVE.has(state));
  const over = claims.filter(({ state }) => !LIVE.has(state));
  if (live.length > 0) await noteLive(tx, step.saleId, live, now);
  if (over.length > 0) await noteOver(tx, over, now);
}

const LIVE: ReadonlySet<ProjectedClaim["state"]> = new Set(["waiting", "held", "paying"]);

async function extendHolds(tx: Tx, { saleId, extendedMs }: ClaimsStep): Promise<void> {
  const gap = sql`${extendedMs}::double precision * interval '1 ms'`;
  await sql`
    update notices.holds
    set expires_at = expires_at + ${gap}, look_at = look_at + ${gap}, version = version + 1
    where sale_id = ${saleId} and state in ('held', 'paying')`.execute(tx);
}

async function noteLive(
  tx: Tx,
  saleId: string,
  claims: readonly ProjectedClaim[],
  now: Date,
): Promise<void> {
  await sql`
    insert into notices.holds as h
      (claim_id, sale_id, fan_id, lines, state, expires_at, was_held, look_at)
    select id, ${saleId}, fan_id, lines, state, expires_at, state <> 'waiting',
      case when state <> 'waiting' then ${now}::timestamptz end
    from unnest(${claims.map(({ id }) => id)}::uuid[],
      ${claims.map(({ fanId }) => fanId)}::uuid[],
      ${claims.map(({ lines }) => JSON.stringify(lines))}::jsonb[],
      ${claims.map(({ state }) => state)}::text[],
      ${claims.map(({ expiresAt }) => expiresAt?.toISOString() ?? null)}::timestamptz[])
      as claim (id, fan_id, lines, state, expires_at)
    on conflict (claim_id) do update set state = excluded.state, expires_at = excluded.expires_at,
      was_held = h.was_held or excluded.was_held, look_at = excluded.look_at,
      version = h.version + 1`.execute(tx);
}

/** Of a claim that began and ended within one step nothing is told: it was over before. */
async function noteOver(tx: Tx, claims: readonly ProjectedClaim[], now: Date): Promise<void> {
  await sql`
    update notices.holds as h
    set state = claim.state, look_at = ${now}::timestamptz, version = h.version + 1
    from unnest(${claims.map(({ id }) => id)}::uuid[],
      ${claims.map(({ state }) => state)}::text[]) as claim (id, state)
    where h.claim_id = claim.id`.execute(tx);
}
