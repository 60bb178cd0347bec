import type { Tx } from "../../../platform/database/database.ts";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import type { FanId, PersonalData } from "../../accounts/index.ts";
import { returnDeposits } from "../deposits/return-deposits.ts";
import { orderFailures } from "../failures.ts";
import type { OrdersContext } from "../orders-context.ts";
import { listDepositsOfFan } from "../queries/list-deposits.ts";
import { presentDeposit } from "../deposits/deposit-schema.ts";
import { liveDepositStates } from "../rules/deposit-states.ts";
import { ordersIn, ordersOf } from "../store.ts";

type Deps = Pick<OrdersContext, "platform">;

/** What this module holds of fans' deposits, for the account's export and deletion. */
export function depositDataOf(deps: Deps): PersonalData {
  return {
    name: "deposits",
    async exportFor(fanId) {
      const deposits = await listDepositsOfFan(deps.platform.database, fanId);
      return deposits.length === 0 ? null : { deposits: deposits.map(presentDeposit) };
    },
    mayErase: (fanId) => mayErase(deps, fanId),
    erase: (tx, fanId) => eraseDeposits(deps, tx, fanId),
  };
}

/** Not while one is being paid, which nobody could end any more. */
async function mayErase({ platform }: Deps, fanId: FanId): Promise<Result<void>> {
  const open = await ordersOf(platform.database)
    .selectFrom("deposits")
    .select("id")
    .where("fan_id", "=", fanId)
    .where("state", "in", ["created", "pending", "authorised", "voiding"])
    .executeTakeFirst();
  if (open === undefined) return ok(undefined);
  const detail = "A deposit is being paid. Ask again when that is over, or take it back.";
  return fail(orderFailures.payment_in_progress, detail, { extra: { depositId: open.id } });
}

/** The money goes back the way that it came, which needs no name. */
async function eraseDeposits({ platform }: Deps, tx: Tx, fanId: FanId): Promise<void> {
  const tables = ordersIn(tx);
  const live = await tables
    .selectFrom("deposits")
    .select("id as depositId")
    .where("fan_id", "=", fanId)
    .where("state", "in", liveDepositStates)
    .execute();
  const now = new Date(platform.clock.wallMs());
  const reason = "account_erased";
  await returnDeposits(
    tx,
    live.map(({ depositId }) => ({ depositId, reason })),
    now,
  );
  await tables.updateTable("deposits").set({ fan_id: null }).where("fan_id", "=", fanId).execute();
}
