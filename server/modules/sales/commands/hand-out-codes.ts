import type { SalesContext } from "../sales-context.ts";
import type { FriendCodesInput, NewFriendCode } from "./issue-friend-codes.ts";

/** A friend code that was given to a fan, with its text, which nobody keeps. */
export interface GrantedCode {
  readonly saleId: string;
  readonly number: number;
  readonly code: string;
  readonly fanId: string;
  readonly variantId: string;
  readonly units: number;
  readonly expiresAt: Date | null;
}

/** Hands codes to their fans, once they stand. */
export type CodesConsumer = (codes: readonly GrantedCode[]) => Promise<void>;

/**
 * Hands new codes to the fans whom they are given to. Whoever issues them has them in the answer;
 * so a fault here is logged, and takes nothing back.
 */
export async function handOutCodes(
  { codesConsumers, platform }: SalesContext,
  saleId: string,
  { variantId, units, expiresAt }: FriendCodesInput,
  codes: readonly NewFriendCode[],
): Promise<void> {
  const granted = codes.flatMap(({ number, code, grantedTo: fanId }) =>
    fanId === null ? [] : [{ saleId, number, code, fanId, variantId, units, expiresAt }],
  );
  if (granted.length === 0) return;
  try {
    for (const consume of codesConsumers) await consume(granted);
  } catch (error) {
    platform.log.error({ err: error, sale: saleId }, "new friend codes reached nobody");
  }
}
