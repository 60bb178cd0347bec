import type { SalesContext } from "../sales-context.ts";
import { salesOf, type Translations } from "../store.ts";
import type { ListedFriendCode } from "./list-friend-codes.ts";

/** A code that was given to a fan, with the sale that it is for. */
export interface CodeOfFan extends Pick<
  ListedFriendCode,
  "number" | "variantId" | "units" | "state" | "issuedAt" | "expiresAt" | "endedAt"
> {
  readonly saleId: string;
  readonly saleNames: Translations;
}

/** More than anybody is given. */
const CODES_MOST = 1_000;

/** The codes that were given to a fan, of all sales, the newest sale first; never their text. */
export async function listCodesOfFan(context: SalesContext, fanId: string): Promise<CodeOfFan[]> {
  return salesOf(context.platform.database)
    .selectFrom("friend_codes as c")
    .innerJoin("sales as s", "s.id", "c.sale_id")
    .select(["s.id as saleId", "s.names as saleNames"])
    .select(["c.number", "c.variant_id as variantId", "c.units", "c.state"])
    .select(["c.issued_at as issuedAt", "c.expires_at as expiresAt", "c.ended_at as endedAt"])
    .where("c.granted_to", "=", fanId)
    .orderBy("s.id", "desc")
    .orderBy("c.number")
    .limit(CODES_MOST)
    .execute();
}
