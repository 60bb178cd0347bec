import { sql } from "kysely";
import type { Tx } from "../../../platform/database/database.ts";
import type { LaneEvent } from "../rules/lane-events.ts";
import type { FriendCodeState } from "../rules/friend-codes.ts";

interface CodeChange {
  readonly number: number;
  readonly state: Exclude<FriendCodeState, "planned">;
  readonly place: number | null;
  readonly claimId: string | null;
  /** When it was redeemed or ended; null while it can be redeemed. */
  readonly endedAt: string | null;
}

/** What a stretch of the log did to friend codes, so that the table follows the lane. */
export class CodeChanges {
  private readonly changes = new Map<number, CodeChange>();
  /** When the sale ended, and with it every code that was left. */
  private endedAt: string | undefined;

  add(event: LaneEvent, atMs: number): void {
    const [type] = event;
    if (type === "codes-issued") {
      for (const { number } of event[1]) this.change({ number, state: "issued", endedAt: null });
    } else if (type === "redeemed") {
      const [, place, claimId, number] = event;
      this.change({ number, state: "redeemed", place, claimId, endedAt: isoTime(atMs) });
    } else if (type === "code-ended") {
      this.change({ number: event[1], state: event[2], endedAt: isoTime(atMs) });
    } else if (type === "ended") {
      this.endedAt = isoTime(atMs);
    }
  }

  /** In the transaction that shows the claims of the same records. */
  async write(tx: Tx, saleId: string): Promise<void> {
    const changes = [...this.changes.values()];
    if (changes.length > 0) {
      await sql`
        update sales.friend_codes c
        set state = n.state, redeemed_place = n.place, claim_id = n.claim_id, ended_at = n.ended_at
        from unnest(${changes.map(({ number }) => number)}::integer[],
          ${changes.map(({ state }) => state)}::text[],
          ${changes.map(({ place }) => place)}::integer[],
          ${changes.map(({ claimId }) => claimId)}::uuid[],
          ${changes.map(({ endedAt }) => endedAt)}::timestamptz[])
          as n (number, state, place, claim_id, ended_at)
        where c.sale_id = ${saleId} and c.number = n.number`.execute(tx);
    }
    if (this.endedAt === undefined) return;
    await sql`
      update sales.friend_codes set state = 'expired', ended_at = ${this.endedAt}::timestamptz
      where sale_id = ${saleId} and state in ('planned', 'issued')`.execute(tx);
  }

  private change(change: Omit<CodeChange, "place" | "claimId"> & Partial<CodeChange>): void {
    this.changes.set(change.number, { place: null, claimId: null, ...change });
  }
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
