import { sql } from "kysely";
import type { Database } from "../../../platform/database/database.ts";
import { Gatherer } from "../../../platform/gatherer.ts";

export interface FoundRegistration {
  readonly number: number;
  readonly randomBytes: Buffer;
  readonly registeredAt: Date;
}

/** Finds the standing registrations of fans in one sale; what is asked together is one query. */
export function createRegistrationFinder(
  database: Database,
  saleId: string,
): Gatherer<string, FoundRegistration | undefined> {
  return new Gatherer<string, FoundRegistration | undefined>(async (fanIds) => {
    const { rows } = await sql<{ fan_id: string } & FoundRegistration>`
      select fan_id, number, random_bytes as "randomBytes", registered_at as "registeredAt"
      from sales.registrations
      where sale_id = ${saleId} and standing = 'entered' and fan_id = any(${fanIds}::uuid[])`.execute(
      database.kysely,
    );
    const byFan = new Map(rows.map((row) => [row.fan_id, row]));
    return fanIds.map((fanId) => byFan.get(fanId));
  });
}
