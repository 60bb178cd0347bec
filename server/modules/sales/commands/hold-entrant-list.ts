import { inTransaction, type Tx } from "../../../platform/database/database.ts";
import { lockEntrantList } from "../line/entrant-list-lock.ts";
import type { SalesContext } from "../sales-context.ts";
import { salesIn } from "../store.ts";

/** An entrant list that nobody joins, leaves or closes meanwhile. */
export interface HeldEntrantList {
  /** Whether the list of a draw is open still: its closing comes afterwards and looks again. */
  readonly isOpen: boolean;
  /** Whether a registration of the fan's stands. */
  isEntered(fanId: string): Promise<boolean>;
}

/**
 * Does what must not cross a registration or the closing: under the entrant list's lock, in the
 * transaction that holds it. Of a sale that is not there the list is not open, and empty.
 */
export async function holdEntrantList<Value>(
  { platform }: Pick<SalesContext, "platform">,
  saleId: string,
  work: (tx: Tx, list: HeldEntrantList) => Promise<Value>,
): Promise<Value> {
  return inTransaction(platform.database, async (tx) => {
    const list = await lockEntrantList(tx, saleId);
    const closesAt = list?.registration_closes_at?.getTime() ?? Number.POSITIVE_INFINITY;
    const isOpen =
      list?.kind === "draw" &&
      list.state === "registering" &&
      list.closed_at === null &&
      closesAt > platform.clock.wallMs();
    return work(tx, {
      isOpen,
      async isEntered(fanId) {
        const row = await salesIn(tx)
          .selectFrom("registrations")
          .select("number")
          .where("sale_id", "=", saleId)
          .where("fan_id", "=", fanId)
          .where("standing", "=", "entered")
          .executeTakeFirst();
        return row !== undefined;
      },
    });
  });
}
