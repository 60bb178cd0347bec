import { sql } from "kysely";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import type { Cluster, ClusterDesk } from "../clusters/cluster-desk.ts";
import { salesFailures } from "../failures.ts";
import type { AppealState } from "../rules/appeals.ts";
import type { ClaimState } from "../rules/claim-states.ts";
import type { SalesContext } from "../sales-context.ts";
import type { RegistrationStanding } from "../store.ts";
import { describeEntrants } from "./list-entrants.ts";
import { type ListedRegistration, withFans } from "./list-registrations.ts";

interface ClaimOfPlace {
  readonly id: string;
  readonly state: ClaimState;
  readonly claimedAt: Date;
  readonly expiresAt: Date | null;
}

interface BarOfRegistration {
  readonly reason: string;
  readonly note: string;
  readonly barredAt: Date;
  readonly restoredAt: Date | null;
  readonly appeal: {
    readonly id: string;
    readonly state: AppealState;
    readonly text: string;
    readonly answer: string;
    readonly madeAt: Date;
    readonly decidedAt: Date | null;
  } | null;
}

/** All that the staff sees of one registration. */
export interface RegistrationDetail extends ListedRegistration {
  readonly accountMadeAt: Date | null;
  /** How many of the sale's standing registrations came from its network; null where unknown. */
  readonly onSameNetwork: number | null;
  readonly withSameBrowser: number | null;
  readonly claims: readonly ClaimOfPlace[];
  readonly bars: readonly BarOfRegistration[];
  readonly clusters: readonly Cluster[];
}

interface Row {
  readonly number: number;
  readonly fanId: string | null;
  readonly standing: RegistrationStanding;
  readonly registeredAt: Date;
  readonly onSameNetwork: number | null;
  readonly withSameBrowser: number | null;
}

/** One registration by its number. Failures: registration_unknown. */
export async function findRegistrationDetail(
  context: SalesContext,
  desk: ClusterDesk,
  saleId: string,
  number: number,
): Promise<Result<RegistrationDetail>> {
  const { kysely } = context.platform.database;
  const { rows } = await sql<Row>`
    select number, fan_id as "fanId", standing, registered_at as "registeredAt",
      case when network_trace <> '\\x0000000000000000'::bytea then (
        select count(*)::integer from sales.registrations o
        where o.sale_id = r.sale_id and o.network_trace = r.network_trace
          and o.standing = 'entered') end as "onSameNetwork",
      case when browser_trace is not null then (
        select count(*)::integer from sales.registrations o
        where o.sale_id = r.sale_id and o.browser_trace = r.browser_trace
          and o.standing = 'entered') end as "withSameBrowser"
    from sales.registrations r where sale_id = ${saleId} and number = ${number}`.execute(kysely);
  const places = await (await context.line.find(saleId))?.places();
  const [found] = await withFans(context, await describeEntrants(context, saleId, places, rows));
  if (found === undefined) {
    return fail(salesFailures.registration_unknown, `This sale has no registration ${number}.`);
  }
  const { place, fanId } = found;
  const claims = await sql<ClaimOfPlace>`
    select id, state, claimed_at as "claimedAt", expires_at as "expiresAt" from sales.claims
    where sale_id = ${saleId} and place = ${place} order by claimed_at desc`.execute(kysely);
  const bars = await listBarsOf(context, saleId, place);
  const accounts = await context.accounts.findFans(fanId === null ? [] : [fanId]);
  const { clusters } = await desk.find(saleId);
  return ok({
    ...found,
    accountMadeAt: accounts.get(fanId ?? "")?.createdAt ?? null,
    onSameNetwork: rows[0]?.onSameNetwork ?? null,
    withSameBrowser: rows[0]?.withSameBrowser ?? null,
    claims: claims.rows,
    bars,
    clusters: clusters.filter(({ numbers }) => numbers.includes(number)),
  });
}

async function listBarsOf(
  { platform }: SalesContext,
  saleId: string,
  place: number | null,
): Promise<readonly BarOfRegistration[]> {
  const { rows } = await sql<
    Omit<BarOfRegistration, "appeal"> & {
      readonly id: string | null;
      readonly state: AppealState;
      readonly text: string;
      readonly answer: string;
      readonly madeAt: Date;
      readonly decidedAt: Date | null;
    }
  >`
    select b.reason, b.note, b.barred_at as "barredAt", b.restored_at as "restoredAt",
      a.id, a.state, a.text, a.answer, a.made_at as "madeAt", a.decided_at as "decidedAt"
    from sales.bars b
    left join sales.appeals a
      on a.sale_id = b.sale_id and a.place = b.place and a.barred_at = b.barred_at
    where b.sale_id = ${saleId} and b.place = ${place}
    order by b.barred_at desc`.execute(platform.database.kysely);
  return rows.map(({ reason, note, barredAt, restoredAt, id, ...appeal }) => ({
    reason,
    note,
    barredAt,
    restoredAt,
    appeal: id === null ? null : { id, ...appeal },
  }));
}
