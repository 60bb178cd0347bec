import type { FriendCodeState } from "../rules/friend-codes.ts";
import type { SalesContext } from "../sales-context.ts";
import { salesOf } from "../store.ts";

/** A code without its text, which nobody keeps. */
export interface ListedFriendCode {
  readonly number: number;
  readonly variantId: string;
  readonly units: number;
  readonly state: FriendCodeState;
  readonly issuedAt: Date;
  readonly expiresAt: Date | null;
  /** When it was redeemed, revoked or expired. */
  readonly endedAt: Date | null;
  readonly grantedTo: string | null;
  readonly grantedBy: string;
  readonly note: string;
  readonly redeemedPlace: number | null;
  readonly claimId: string | null;
}

export interface FriendCodePage {
  readonly state?: FriendCodeState | undefined;
  /** Of the fan whom they were given to. */
  readonly grantedTo?: string | undefined;
  readonly cursor?: number | undefined;
  readonly limit: number;
}

/** In the order of their numbers. The cursor is the last number of the page before. */
export async function listFriendCodes(
  context: SalesContext,
  saleId: string,
  page: FriendCodePage,
): Promise<{ items: ListedFriendCode[]; nextCursor: string | null }> {
  let query = salesOf(context.platform.database)
    .selectFrom("friend_codes")
    .select(["number", "variant_id as variantId", "units", "state", "note"])
    .select(["issued_at as issuedAt", "expires_at as expiresAt", "ended_at as endedAt"])
    .select(["granted_to as grantedTo", "granted_by as grantedBy"])
    .select(["redeemed_place as redeemedPlace", "claim_id as claimId"])
    .where("sale_id", "=", saleId)
    .where("number", ">", page.cursor ?? 0)
    .orderBy("number")
    .limit(page.limit + 1);
  if (page.state !== undefined) query = query.where("state", "=", page.state);
  if (page.grantedTo !== undefined) query = query.where("granted_to", "=", page.grantedTo);
  const rows = await query.execute();
  const items = rows.slice(0, page.limit);
  const last = items.at(-1);
  const more = rows.length > page.limit && last !== undefined;
  return { items, nextCursor: more ? String(last.number) : null };
}
