import type { Tx } from "../../../platform/database/database.ts";
import type { Events } from "../../../platform/events/events.ts";
import { salesIn } from "../store.ts";

/** The words with which an appeal is granted. */
export interface AppealAnswer {
  readonly appealId: string;
  readonly answer: string;
}

export interface Restoration {
  readonly place: number;
  readonly reason: string;
  readonly fanId: string | null;
  readonly at: Date;
  /** Not there where an operator restored the place without looking at an appeal. */
  readonly appeal: AppealAnswer | undefined;
}

/**
 * The place was restored: its open appeal has reached what it asked for. @returns the appeal's id
 */
export async function settleAppeal(
  events: Events,
  tx: Tx,
  saleId: string,
  restoration: Restoration,
): Promise<string | undefined> {
  const { place, reason, fanId, at, appeal } = restoration;
  const answer = appeal?.answer ?? "";
  const settled = await salesIn(tx)
    .updateTable("appeals")
    .set({ state: "restored", answer, decided_at: at })
    .where("sale_id", "=", saleId)
    .where("place", "=", place)
    .where((where) =>
      // Another desk may have upheld the bar while the lane restored the place: what is done
      // counts.
      where.or([where("state", "=", "open"), where("id", "=", appeal?.appealId ?? null)]),
    )
    .returning("id")
    .executeTakeFirst();
  if (settled === undefined) return undefined;
  await events.record(tx, {
    type: "AppealDecided",
    subject: `sale:${saleId}`,
    payload: { saleId, place, reason, fanId, appealId: settled.id, state: "restored", answer },
  });
  return settled.id;
}
