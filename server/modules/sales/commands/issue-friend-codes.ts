import { randomBytes } from "node:crypto";
import { inTransaction, type Tx } from "../../../platform/database/database.ts";
import { ok, type Failure, type Result } from "../../../platform/failure.ts";
import type { Actor } from "../../accounts/index.ts";
import { salesFailures } from "../failures.ts";
import {
  FRIEND_CODE_RANDOM_BYTES,
  hashFriendCode,
  readFriendCode,
  writeFriendCode,
} from "../rules/friend-codes.ts";
import { hasLane } from "../rules/sale-states.ts";
import type { SalesContext } from "../sales-context.ts";
import { salesIn, salesOf, type Sale } from "../store.ts";
import { askLane, audit, lockFor } from "./change-state.ts";
import { handOutCodes } from "./hand-out-codes.ts";

export interface FriendCodesInput {
  readonly variantId: string;
  /** Units that each code is worth. */
  readonly units: number;
  /** For each code the fan whom it is given to, or null. */
  readonly grantedTo: readonly (string | null)[];
  readonly expiresAt: Date | null;
  /** For the staff. */
  readonly note: string;
}

/** A code as it is shown once. */
export interface NewFriendCode {
  readonly number: number;
  readonly code: string;
  readonly grantedTo: string | null;
}

interface Planned {
  readonly codes: readonly NewFriendCode[];
  readonly variantIndex: number;
  /** Whether the sale has a lane already, which reserves the units at once. */
  readonly inLane: boolean;
}

/**
 * Makes codes that are each worth a guaranteed claim. Their units are reserved in the sale's lane
 * at once, or counted against the offered stock until there is one. The codes are told this once.
 * Failures: sale_not_found, wrong_sale_state, unknown_variant, quantity_too_large, code_over (for
 * an end that has passed), stock_too_small, and the lane's.
 */
export async function issueFriendCodes(
  context: SalesContext,
  actor: Actor,
  saleId: string,
  input: FriendCodesInput,
): Promise<Result<readonly NewFriendCode[]>> {
  const { database } = context.platform;
  const planned = await inTransaction(database, (tx) =>
    planCodes(context, tx, actor, saleId, input),
  );
  if (!planned.ok) return planned;
  const { codes, variantIndex, inLane } = planned.value;
  if (!inLane) {
    await handOutCodes(context, saleId, input, codes);
    return ok(codes);
  }
  const expiresAt = input.expiresAt?.getTime() ?? null;
  const answer = await askLane(context, saleId, {
    type: "issue-codes",
    codes: codes.map(({ number }) => ({ number, variantIndex, units: input.units, expiresAt })),
  });
  const numbers = codes.map(({ number }) => number);
  if (answer.ok) {
    await movePlanned(context, saleId, numbers, "issued");
    await handOutCodes(context, saleId, input, codes);
    return ok(codes);
  }
  // Where it is not known whether the lane has them, they stand until somebody revokes them.
  if (answer.failure.kind !== salesFailures.outcome_unknown) {
    await movePlanned(context, saleId, numbers, "revoked");
  }
  return answer;
}

async function planCodes(
  context: SalesContext,
  tx: Tx,
  actor: Actor,
  saleId: string,
  input: FriendCodesInput,
): Promise<Result<Planned>> {
  const { clock, events, keys } = context.platform;
  const locked = await lockFor(tx, saleId, "issue-codes");
  if (!locked.ok) return locked;
  const sale = locked.value;
  const nowMs = clock.wallMs();
  const inLane = hasLane(sale.kind, sale.state);
  const refusal = await findRefusal(tx, sale, input, nowMs, inLane);
  if (refusal !== undefined) return { ok: false, failure: refusal };
  const { variantId, units, grantedTo, expiresAt, note } = input;
  const first = (await highestNumber(tx, saleId)) + 1;
  const codes = grantedTo.map((fanId, index) => ({
    number: first + index,
    code: writeFriendCode(randomBytes(FRIEND_CODE_RANDOM_BYTES)),
    grantedTo: fanId,
  }));
  const key = keys.derive(`friend-codes:${saleId}`);
  const rows = codes.map(({ number, code, grantedTo }) => ({
    sale_id: saleId,
    number,
    code_hash: hashFriendCode(key, readFriendCode(code) ?? code),
    variant_id: variantId,
    units,
    granted_to: grantedTo,
    granted_by: actor.operator.name,
    note,
    expires_at: expiresAt,
    issued_at: new Date(nowMs),
  }));
  await salesIn(tx).insertInto("friend_codes").values(rows).execute();
  const details = { variantId, units, first, count: codes.length, expiresAt, note };
  await audit(context, tx, actor, "sale.friend-codes-issued", saleId, details);
  const granted = codes.map(({ number, grantedTo }) => ({ number, fanId: grantedTo }));
  await events.record(tx, {
    type: "FriendCodesIssued",
    subject: `sale:${saleId}`,
    payload: { saleId, variantId, units, expiresAt: expiresAt?.toISOString() ?? null, granted },
  });
  const variantIndex = sale.variants.findIndex((variant) => variant.variantId === variantId);
  return ok({ codes, variantIndex, inLane });
}

async function findRefusal(
  tx: Tx,
  sale: Sale,
  { variantId, units, grantedTo, expiresAt }: FriendCodesInput,
  nowMs: number,
  inLane: boolean,
): Promise<Failure | undefined> {
  const variant = sale.variants.find((row) => row.variantId === variantId);
  if (variant === undefined) {
    return { kind: salesFailures.unknown_variant, detail: `This sale does not sell ${variantId}.` };
  }
  const { claimLimit, stock } = variant;
  if (units > claimLimit) {
    const detail = `One claim has at most ${claimLimit} of this variant.`;
    return { kind: salesFailures.quantity_too_large, detail, extra: { limit: claimLimit } };
  }
  if (expiresAt !== null && expiresAt.getTime() <= nowMs) {
    return { kind: salesFailures.code_over, detail: "These codes would have ended already." };
  }
  if (inLane) return undefined;
  const reserved = await salesIn(tx)
    .selectFrom("friend_codes")
    .select((select) => select.fn.sum<string | null>("units").as("units"))
    .where("sale_id", "=", sale.id)
    .where("variant_id", "=", variantId)
    .where("state", "=", "planned")
    .executeTakeFirst();
  const free = stock - Number(reserved?.units ?? 0);
  if (units * grantedTo.length <= free) return undefined;
  const detail = `${free} units of this variant are kept for no code yet.`;
  return { kind: salesFailures.stock_too_small, detail, extra: { free } };
}

async function highestNumber(tx: Tx, saleId: string): Promise<number> {
  const row = await salesIn(tx)
    .selectFrom("friend_codes")
    .select((select) => select.fn.max("number").as("number"))
    .where("sale_id", "=", saleId)
    .executeTakeFirst();
  return row?.number ?? 0;
}

async function movePlanned(
  { platform }: SalesContext,
  saleId: string,
  numbers: readonly number[],
  state: "issued" | "revoked",
): Promise<void> {
  await salesOf(platform.database)
    .updateTable("friend_codes")
    .set({ state, ended_at: state === "revoked" ? new Date(platform.clock.wallMs()) : null })
    .where("sale_id", "=", saleId)
    .where("number", "in", numbers)
    .where("state", "=", "planned")
    .execute();
}
