import { inTransaction, type Database } from "../../../platform/database/database.ts";
import type { SessionOfFan } from "../commands/check-code.ts";
import { accountsIn } from "../store.ts";
import { findProof, type Proof } from "./find-proof.ts";

export interface SecondFactor extends Proof {
  /** Codes for paper that were not used yet. */
  readonly backupCodesLeft: number;
}

export async function findSecondFactor(
  database: Database,
  { fanId, sessionId }: SessionOfFan,
): Promise<SecondFactor> {
  return inTransaction(database, async (tx) => {
    const proof = await findProof(tx, fanId, sessionId);
    const left = await accountsIn(tx)
      .selectFrom("backup_codes")
      .select((count) => count.fn.countAll<number>().as("rows"))
      .where("fan_id", "=", fanId)
      .executeTakeFirstOrThrow();
    return { ...proof, backupCodesLeft: left.rows };
  });
}
