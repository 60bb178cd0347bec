import { fail, ok, type Result } from "../../../platform/failure.ts";
import type { FanId } from "../../accounts/index.ts";
import type { Deposit } from "../deposits/deposit.ts";
import { returnDeposits } from "../deposits/return-deposits.ts";
import { orderFailures } from "../failures.ts";
import type { OrdersContext } from "../orders-context.ts";
import { hasFailed, isLiveDeposit } from "../rules/deposit-states.ts";

/**
 * Takes the fan's own deposit back. While the entrant list is open that is free: who registered
 * with it loses the registration at the closing, unless another clause is fulfilled. Afterwards
 * the place rests on it, and only leaving the sale gives it back. Doing it again changes nothing.
 * Failures: deposit_not_found, deposit_bound.
 */
export async function takeDepositBack(
  context: OrdersContext,
  saleId: string,
  fanId: FanId,
): Promise<Result<Deposit>> {
  const { deposits, platform, sales } = context;
  const standing = await deposits.store.findOfFan(saleId, fanId);
  if (standing === undefined || hasFailed(standing.state)) {
    return fail(orderFailures.deposit_not_found, "There is nothing to take back.");
  }
  if (!isLiveDeposit(standing.state)) return ok(standing);
  const given = await sales.holdEntrantList(saleId, async (tx, list) => {
    // Once it is paid a place may rest on it; an open list is looked through again at its closing.
    const isBound = standing.state === "captured" && !list.isOpen;
    if (isBound && (await list.isEntered(fanId))) return false;
    const now = new Date(platform.clock.wallMs());
    await returnDeposits(tx, [{ depositId: standing.id, reason: "taken_back" }], now);
    return true;
  });
  if (!given) {
    const detail =
      "It comes back when you leave the sale, when your order is paid, or when the sale ends.";
    return fail(orderFailures.deposit_bound, detail);
  }
  return ok(await runToTheEnd(context, standing.id));
}

/** A run that was under way may have ended a moment before the deposit was sent back. */
async function runToTheEnd({ deposits }: OrdersContext, depositId: string): Promise<Deposit> {
  const look = async () => deposits.desk.run((await deposits.store.find(depositId)) as Deposit);
  const first = await look();
  return isLiveDeposit(first.state) ? look() : first;
}
