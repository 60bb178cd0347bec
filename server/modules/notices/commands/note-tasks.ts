import type { Tx } from "../../../platform/database/database.ts";
import { invariant } from "../../../platform/failure.ts";
import type { RecordedEvent } from "../../../platform/events/events.ts";
import type { TaskKind } from "../rules/notice-kinds.ts";
import { noticesIn, type TaskFacts } from "../store.ts";

const KINDS: ReadonlyMap<string, TaskKind> = new Map([
  ["PlaceBarred", "barred"],
  ["PlaceRestored", "restored"],
  ["AppealDecided", "appeal_decided"],
]);

/** Of these the fan whom they befell is told. */
export const personalEvents = [...KINDS.keys()];

/** Notes that a fan is to be told; the event is ticked off in the same transaction. */
export async function noteTasks(tx: Tx, event: RecordedEvent): Promise<void> {
  const { fanId, place, appealId, state, answer } = event.payload;
  const kind = KINDS.get(event.type);
  // The account was erased.
  if (kind === undefined || typeof fanId !== "string") return;
  // Restored on appeal: the answer to the appeal says so.
  if (kind === "restored" && typeof appealId === "string") return;
  const facts: TaskFacts = {
    place: Number(place),
    reason: textOf(event, "reason"),
    isRestored: state === "restored",
    answer: typeof answer === "string" ? answer : "",
  };
  await noticesIn(tx)
    .insertInto("tasks")
    .values({
      kind,
      sale_id: textOf(event, "saleId"),
      fan_id: fanId,
      facts: JSON.stringify(facts),
      due_at: event.recordedAt,
    })
    .execute();
}

/** A field that the event always has. */
export function textOf({ type, payload }: RecordedEvent, field: string): string {
  const text = payload[field];
  invariant(typeof text === "string", `${type} names ${field}`);
  return text;
}
