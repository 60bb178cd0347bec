import { sql } from "kysely";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import type { ClusterDesk } from "../clusters/cluster-desk.ts";
import { salesFailures } from "../failures.ts";
import type { SalesContext } from "../sales-context.ts";
import type { RegistrationStanding } from "../store.ts";
import { describeEntrants } from "./list-entrants.ts";
import { type ListedRegistration, withFans } from "./list-registrations.ts";

interface Row {
  readonly number: number;
  readonly fanId: string | null;
  readonly standing: RegistrationStanding;
  readonly registeredAt: Date;
}

/**
 * The registrations of a cluster by number. The cursor is the last number of the page before.
 * Failures: cluster_not_found, also where its members have left meanwhile.
 */
export async function listClusterMembers(
  context: SalesContext,
  desk: ClusterDesk,
  { saleId, clusterId }: { readonly saleId: string; readonly clusterId: string },
  { cursor = 0, limit }: { readonly cursor?: number | undefined; readonly limit: number },
): Promise<Result<{ items: ListedRegistration[]; nextCursor: string | null }>> {
  const { clusters } = await desk.find(saleId);
  const cluster = clusters.find(({ id }) => id === clusterId);
  if (cluster === undefined) {
    return fail(salesFailures.cluster_not_found, "Load the clusters again.");
  }
  const rest = cluster.numbers.filter((number) => number > cursor);
  const { rows } = await sql<Row>`
    select number, fan_id as "fanId", standing, registered_at as "registeredAt"
    from sales.registrations
    where sale_id = ${saleId} and number = any(${rest.slice(0, limit)}::integer[])
    order by number`.execute(context.platform.database.kysely);
  const places = await (await context.line.find(saleId))?.places();
  const items = await withFans(context, await describeEntrants(context, saleId, places, rows));
  return ok({ items, nextCursor: rest.length > limit ? String(rest[limit - 1]) : null });
}
