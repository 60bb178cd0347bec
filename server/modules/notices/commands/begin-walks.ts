import { sql } from "kysely";
import type { Tx } from "../../../platform/database/database.ts";
import type { RecordedEvent } from "../../../platform/events/events.ts";
import { textOf } from "./note-tasks.ts";
import type { WalkKind } from "../rules/notice-kinds.ts";
import { noticesIn } from "../store.ts";

/** Of these the sale's registrations are told, or something single fans. */
export const followedEvents = [
  "SalePublished",
  "PlacesDrawn",
  "SaleOpened",
  "SaleEnded",
  "SaleCancelled",
  "SaleMoved",
] as const;

/**
 * Begins what an event asks for; heard twice, nothing comes of it. Nothing is read here: how far a
 * walk goes is found out when it is first looked at.
 */
export async function beginWalks(tx: Tx, event: RecordedEvent): Promise<void> {
  const saleId = textOf(event, "saleId");
  const dueAt = event.recordedAt;
  switch (event.type) {
    case "SalePublished":
      await begin(tx, { saleId, kind: "registered", dueAt });
      return;
    case "PlacesDrawn":
      await begin(tx, { saleId, kind: "placed", dueAt });
      await begin(tx, { saleId, kind: "turn_near", dueAt });
      return;
    case "SaleOpened":
      await begin(tx, { saleId, kind: "over", state: "watching", dueAt });
      return;
    case "SaleEnded":
      await beginEnd(tx, saleId, dueAt);
      return;
    case "SaleCancelled":
      await begin(tx, { saleId, kind: "cancelled", dueAt });
      return;
    case "SaleMoved":
      if (event.payload["openingMoved"] !== true) return;
      // Who has not heard of an earlier move hears of this one only.
      await noticesIn(tx)
        .updateTable("walks")
        .set({ state: "done" })
        .where("sale_id", "=", saleId)
        .where("kind", "=", "moved")
        .execute();
      await begin(tx, { saleId, kind: "moved", occasion: event.sequence, dueAt });
      return;
  }
}

/** Tells who got nothing that the sale is over, unless they are being told already. */
export async function beginEnd(tx: Tx, saleId: string, dueAt: Date): Promise<void> {
  // It may have come to its end without having been opened, or without being watched.
  await begin(tx, { saleId, kind: "over", dueAt });
  await sql`
    update notices.walks set state = 'running', due_at = ${dueAt}
    where sale_id = ${saleId} and kind = 'over' and state = 'watching'`.execute(tx);
}

interface NewWalk {
  readonly saleId: string;
  readonly kind: WalkKind;
  readonly occasion?: number;
  readonly state?: "running" | "watching";
  readonly dueAt: Date;
}

async function begin(tx: Tx, walk: NewWalk): Promise<void> {
  const { saleId, kind, occasion = 0, state = "running", dueAt } = walk;
  const row = { sale_id: saleId, kind, occasion, state, facts: "{}", due_at: dueAt };
  await noticesIn(tx)
    .insertInto("walks")
    .values({ ...row, through: null, sequence: null })
    .onConflict((conflict) => conflict.columns(["sale_id", "kind", "occasion"]).doNothing())
    .execute();
}
