import type { Database } from "../../../platform/database/database.ts";
import type { Deposit } from "../deposits/deposit.ts";
import { selectDeposits } from "../deposits/select-deposits.ts";
import type { DepositState } from "../rules/deposit-states.ts";
import { ordersOf } from "../store.ts";

/** A sale's deposits in the order in which they were begun. */
export function listDepositsOfSale(
  database: Database,
  saleId: string,
  page: {
    readonly after?: string | undefined;
    readonly state?: DepositState | undefined;
    readonly limit: number;
  },
): Promise<Deposit[]> {
  const { after = "00000000-0000-0000-0000-000000000000", state, limit } = page;
  return selectDeposits(ordersOf(database))
    .where("sale_id", "=", saleId)
    .where("id", ">", after)
    .$if(state !== undefined, (query) => query.where("state", "=", state ?? "created"))
    .orderBy("id")
    .limit(limit)
    .execute();
}

/** All deposits of a fan, for the account's export. */
export function listDepositsOfFan(database: Database, fanId: string): Promise<Deposit[]> {
  return selectDeposits(ordersOf(database)).where("fan_id", "=", fanId).orderBy("id").execute();
}
