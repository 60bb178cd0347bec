import { sql } from "kysely";
import type { Clock } from "../../../platform/clock.ts";
import type { Database } from "../../../platform/database/database.ts";
import { Gatherer } from "../../../platform/gatherer.ts";
import type { ProviderEvent } from "./payment-provider.ts";

interface Received {
  readonly provider: string;
  readonly event: ProviderEvent;
}

/** The providers' events that came in, each once by its id; they come in crowds as payments do. */
export class ReceivedEvents {
  private readonly gatherer: Gatherer<Received, boolean>;

  constructor({ database, clock }: { readonly database: Database; readonly clock: Clock }) {
    this.gatherer = new Gatherer((received) => keepAll(database, received, clock.wallMs()));
  }

  /** Resolves when the event is durable. @returns whether it is new */
  keep(provider: string, event: ProviderEvent): Promise<boolean> {
    return this.gatherer.ask({ provider, event });
  }
}

async function keepAll(
  database: Database,
  received: readonly Received[],
  nowMs: number,
): Promise<boolean[]> {
  const { rows } = await sql<{ key: string }>`
    insert into orders.provider_events (provider, event_id, payment_id, type, received_at)
    select *, ${new Date(nowMs)}::timestamptz
    from unnest(${received.map((one) => one.provider)}::text[],
      ${received.map(({ event }) => event.id)}::text[],
      ${received.map(({ event }) => event.paymentId ?? null)}::text[],
      ${received.map(({ event }) => event.type)}::text[])
    on conflict do nothing returning provider || ' ' || event_id as key`.execute(database.kysely);
  const fresh = new Set(rows.map((row) => row.key));
  // Of two with one id in a batch, the first is the new one.
  return received.map(({ provider, event }) => fresh.delete(`${provider} ${event.id}`));
}
