import type { Tx } from "../../../platform/database/database.ts";
import type { JsonObject } from "../../../platform/events/events.ts";
import type { Actor } from "../../accounts/index.ts";
import type { CatalogueDeps } from "../store.ts";

export type CatalogueEvent =
  | "ProductCreated"
  | "ProductChanged"
  | "ProductArchived"
  | "ProductRestored"
  | "VariantCreated"
  | "VariantChanged"
  | "VariantArchived"
  | "VariantRestored"
  | "PictureAdded"
  | "PictureChanged"
  | "PictureRemoved";

export interface CatalogueChange {
  readonly event: CatalogueEvent;
  readonly id: string;
  readonly payload: JsonObject;
}

/** Writes what happened for other modules (the outbox) and for the audit log. */
export async function recordChange(
  { platform, accounts }: CatalogueDeps,
  tx: Tx,
  actor: Actor,
  { event, id, payload }: CatalogueChange,
): Promise<void> {
  const [, thing = "", happened = ""] = /^(Product|Variant|Picture)(.+)$/.exec(event) ?? [];
  const subject = `${thing.toLowerCase()}:${id}`;
  await platform.events.record(tx, { type: event, subject, payload });
  await accounts.recordOperatorAction(tx, {
    ...actor,
    action: `${thing}.${happened}`.toLowerCase(),
    subject,
    details: payload,
  });
}
