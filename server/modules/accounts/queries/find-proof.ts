import { sql } from "kysely";
import type { Tx } from "../../../platform/database/database.ts";
import { invariant } from "../../../platform/failure.ts";
import type { SecondFactorState } from "../rules/second-factor.ts";
import type { FanId } from "../sessions/identities.ts";

/** What a fan could prove, and has proven in a session. */
export interface Proof extends SecondFactorState {
  /** Whether the account has codes, or a passkey that counts. */
  readonly hasSecondFactor: boolean;
}

/** Locks an operator's role, so that two sessions cannot both set up the first second factor. */
export async function findProof(tx: Tx, fanId: FanId, sessionId: string): Promise<Proof> {
  await sql`select from accounts.operators where fan_id = ${fanId} for update`.execute(tx);
  const { rows } = await sql<Proof>`
    select
      exists (select from accounts.operators where fan_id = ${fanId}) as "isOperator",
      exists (
        select from accounts.second_factors
        where fan_id = ${fanId} and confirmed_at is not null
      ) as "hasCodes",
      exists (
        select from accounts.second_factors
        where fan_id = ${fanId} and confirmed_at is not null
      ) or exists (
        select from accounts.passkeys where fan_id = ${fanId} and second_factor
      ) as "hasSecondFactor",
      exists (
        select from accounts.sessions
        where id = ${sessionId} and fan_id = ${fanId} and second_factor_at is not null
      ) as "isProven"
  `.execute(tx);
  const [found] = rows;
  invariant(found !== undefined, "a query without a table gives one row");
  return found;
}
