import { type Kysely, sql } from "kysely";

/**
 * Keeps every waiting mail from being sent, for good; each says why.
 * @returns how many there were
 */
export async function heldBackMails(kysely: Kysely<unknown>): Promise<number> {
  const { numAffectedRows } = await sql`
    update platform.mails set refused_at = now(), last_error = 'held back by a restore'
    where sent_at is null and refused_at is null`.execute(kysely);
  return Number(numAffectedRows ?? 0n);
}
