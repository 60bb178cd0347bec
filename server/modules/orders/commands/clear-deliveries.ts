import { sql } from "kysely";
import type { Platform } from "../../../platform/platform.ts";

const DAY_MS = 86_400_000;
/** An address that nothing was sent to, and details that were kept for a sale, serve nobody. */
const UNPAID_KEPT_DAYS = 30;
const EVENTS_KEPT_DAYS = 90;

export interface Cleared {
  readonly payments: number;
  readonly checkouts: number;
  readonly events: number;
}

/** Clears names and addresses when nothing asks to keep them any more, and old events. */
export async function clearDeliveries({
  clock,
  config,
  database: { kysely },
}: Pick<Platform, "clock" | "config" | "database">): Promise<Cleared> {
  const before = (days: number) => new Date(clock.wallMs() - days * DAY_MS);
  const payments = await sql`
    update orders.payments set delivery = null, instrument_hash = null
    where delivery is not null and (
      state in ('captured', 'refunded') and created_at < ${before(config.orderRetentionDays)}
      or state in ('declined', 'voided', 'capture_failed')
        and created_at < ${before(UNPAID_KEPT_DAYS)})`.execute(kysely);
  const checkouts = await sql`
    delete from orders.checkouts where changed_at < ${before(UNPAID_KEPT_DAYS)}`.execute(kysely);
  const events = await sql`
    delete from orders.provider_events where received_at < ${before(EVENTS_KEPT_DAYS)}`.execute(
    kysely,
  );
  return {
    payments: Number(payments.numAffectedRows ?? 0n),
    checkouts: Number(checkouts.numAffectedRows ?? 0n),
    events: Number(events.numAffectedRows ?? 0n),
  };
}
