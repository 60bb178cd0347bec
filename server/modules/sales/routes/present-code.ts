import type { ListedFriendCode } from "../queries/list-friend-codes.ts";

/** A code as its fan sees it; the text of it is nowhere. */
export function presentFriendCode(
  code: Pick<
    ListedFriendCode,
    "number" | "variantId" | "units" | "state" | "issuedAt" | "expiresAt" | "endedAt"
  >,
) {
  const { number, variantId, units, state, issuedAt, expiresAt, endedAt } = code;
  return {
    number,
    variantId,
    units,
    state,
    issuedAt: issuedAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
  };
}
