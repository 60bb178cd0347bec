import type { Keys } from "../../../platform/keys.ts";

const KEPT_MOST = 1_000;

/** The keys under which a sale's addresses and means of payment are hashed, one for each sale. */
export function createLimitKeys(keys: Pick<Keys, "derive">): (saleId: string) => Uint8Array {
  const kept = new Map<string, Uint8Array>();
  return (saleId) => {
    let key = kept.get(saleId);
    if (key === undefined) {
      if (kept.size >= KEPT_MOST) kept.clear();
      kept.set(saleId, (key = keys.derive(`order-limits:${saleId}`)));
    }
    return key;
  };
}
