import type { Deposit, DepositStore } from "../../server/modules/orders/deposits/deposit.ts";
import type { DepositReturnReason } from "../../server/modules/orders/rules/deposit-returns.ts";
import {
  isLiveDeposit,
  nextDepositState,
} from "../../server/modules/orders/rules/deposit-states.ts";
import type { Random, VirtualTime } from "./virtual-time.ts";

/** What the database holds of deposits; it survives every kill. */
export class FaultyDepositStore {
  readonly deposits = new Map<string, Deposit>();
  failRate: number;
  private readonly time: VirtualTime;
  private readonly random: Random;

  constructor(time: VirtualTime, random: Random, failRate: number) {
    this.time = time;
    this.random = random;
    this.failRate = failRate;
  }

  /** Makes a deposit durable, unless a live one of its fan's stands. */
  create(deposit: Deposit): boolean {
    const stands = [...this.deposits.values()].some(
      (other) => other.fanId === deposit.fanId && isLiveDeposit(other.state),
    );
    if (!stands) this.deposits.set(deposit.id, deposit);
    return !stands;
  }

  /** As `returnDeposits`: one statement, whatever else is under way. */
  sendBack(depositId: string, reason: DepositReturnReason): void {
    const deposit = this.deposits.get(depositId);
    if (deposit === undefined || !isLiveDeposit(deposit.state)) return;
    const state = nextDepositState(deposit.state, "return");
    if (state !== undefined) this.deposits.set(depositId, { ...deposit, state, reason });
  }

  /** The store as one server process reaches it. */
  reachedBy(server: { readonly isDead: boolean }): DepositStore {
    return {
      find: (id) => this.commit(server, () => this.deposits.get(id)),
      save: (read, change) =>
        this.commit(server, () => {
          const deposit = this.deposits.get(read.id);
          if (deposit === undefined) throw new Error("a deposit never goes away");
          const state = nextDepositState(deposit.state, change.action);
          if (deposit.state !== read.state || state === undefined) return deposit;
          const { reason = deposit.reason, problem = deposit.problem } = change;
          const changed = { ...deposit, state, reason, problem };
          this.deposits.set(changed.id, changed);
          return changed;
        }),
    };
  }

  private async commit<Row>(server: { readonly isDead: boolean }, work: () => Row): Promise<Row> {
    await this.time.sleep(this.random.between(0, 4));
    // Decided once: the rate may change while this waits.
    const struck = this.random.next();
    const isLost = struck < this.failRate;
    const row = struck < this.failRate / 2 ? undefined : work();
    await this.time.sleep(this.random.between(0, 4));
    if (server.isDead) await new Promise<never>(() => undefined);
    // The second half of the failures did commit: only the answer was lost.
    if (isLost) throw new Error("the database did not answer");
    return row as Row;
  }
}
