import { sql } from "kysely";
import type { Clock } from "../../../platform/clock.ts";
import { inTransaction, type Database, type Tx } from "../../../platform/database/database.ts";
import { invariant } from "../../../platform/failure.ts";
import { isUuid } from "../../../platform/ids.ts";
import { LOOK_AFTER_MS } from "../payment/begin-payments.ts";
import type { DepositChange } from "../rules/deposit-protocol.ts";
import { isLiveDeposit, liveDepositStates, nextDepositState } from "../rules/deposit-states.ts";
import { ordersIn, ordersOf } from "../store.ts";
import type { BegunDeposit, Deposit, DepositStore, NewDeposit } from "./deposit.ts";
import { recordDepositChange } from "./deposit-changes.ts";
import { selectDeposits } from "./select-deposits.ts";

/** More tries than a person needs: whoever makes them tries out stolen cards. */
const DEPOSITS_PER_SALE_MAX = 10;

/** Deposits in PostgreSQL. They come over days, not in one second: each change is a commit. */
export class PostgresDepositStore implements DepositStore {
  private readonly database: Database;
  private readonly clock: Clock;

  constructor({ database, clock }: { readonly database: Database; readonly clock: Clock }) {
    this.database = database;
    this.clock = clock;
  }

  /** Makes a deposit durable, unless a live one of the fan's stands in the sale. */
  async begin(deposit: NewDeposit): Promise<BegunDeposit> {
    const { saleId, fanId } = deposit;
    const now = new Date(this.clock.wallMs());
    return inTransaction(this.database, async (tx): Promise<BegunDeposit> => {
      const { rows } = await sql<{ count: number }>`
        select count(*)::integer as count from orders.deposits
        where sale_id = ${saleId} and fan_id = ${fanId}`.execute(tx);
      const mayTry = (rows[0]?.count ?? 0) < DEPOSITS_PER_SALE_MAX;
      const isNew = mayTry && (await insert(tx, deposit, now));
      const standing = await findNewest(ordersIn(tx), saleId, fanId);
      invariant(standing !== undefined, "whoever may make no deposit has made some before");
      if (isNew) return { kind: "created", deposit: standing };
      const stands = mayTry || isLiveDeposit(standing.state);
      return stands ? { kind: "standing", deposit: standing } : { kind: "too_many" };
    });
  }

  async find(depositId: string): Promise<Deposit | undefined> {
    if (!isUuid(depositId)) return undefined;
    return selectDeposits(ordersOf(this.database)).where("id", "=", depositId).executeTakeFirst();
  }

  /** The fan's live deposit for the sale, else the newest. */
  async findOfFan(saleId: string, fanId: string): Promise<Deposit | undefined> {
    if (!isUuid(saleId)) return undefined;
    return findNewest(ordersOf(this.database), saleId, fanId);
  }

  save(deposit: Deposit, change: DepositChange): Promise<Deposit> {
    const { id } = deposit;
    const state = nextDepositState(deposit.state, change.action);
    invariant(state !== undefined, `a deposit that is ${deposit.state} cannot ${change.action}`);
    const now = new Date(this.clock.wallMs());
    return inTransaction(this.database, async (tx) => {
      const tables = ordersIn(tx);
      const changed = await tables
        .updateTable("deposits")
        .set({
          state,
          changed_at: now,
          look_at: new Date(now.getTime() + LOOK_AFTER_MS),
          ...(change.reason === undefined ? {} : { reason: change.reason }),
          ...(change.problem === undefined ? {} : { problem: change.problem }),
          ...(change.redirectUrl === undefined ? {} : { redirect_url: change.redirectUrl }),
          ...(state === "captured" ? { captured_at: now } : {}),
          ...(state === "refunded" ? { refunded_at: now } : {}),
        })
        .where("id", "=", id)
        .where("state", "=", deposit.state)
        .returning("id")
        .execute();
      const standing = await selectDeposits(tables).where("id", "=", id).executeTakeFirstOrThrow();
      const isChanged = changed.length > 0;
      if (isChanged && state === "captured") await recordDepositChange(tx, id, "received", now);
      if (isChanged && state === "refunded") await recordDepositChange(tx, id, "returned", now);
      return standing;
    });
  }
}

async function insert(tx: Tx, deposit: NewDeposit, now: Date): Promise<boolean> {
  const { id, saleId, fanId, afterNumber, provider, method, currency, amountMinor } = deposit;
  const { rows } = await sql`
    insert into orders.deposits (id, sale_id, fan_id, after_number, provider, method, currency,
      amount_minor, created_at, changed_at, look_at)
    values (${id}, ${saleId}, ${fanId}, ${afterNumber}, ${provider}, ${method}, ${currency},
      ${amountMinor}, ${now}, ${now}, ${new Date(now.getTime() + LOOK_AFTER_MS)})
    on conflict (sale_id, fan_id)
      where state in ('created', 'pending', 'authorised', 'captured') do nothing
    returning id`.execute(tx);
  return rows.length > 0;
}

function findNewest(
  tables: ReturnType<typeof ordersOf>,
  saleId: string,
  fanId: string,
): Promise<Deposit | undefined> {
  return (
    selectDeposits(tables)
      .where("sale_id", "=", saleId)
      .where("fan_id", "=", fanId)
      // Two servers' clocks may differ by more than lies between two deposits.
      .orderBy((row) => row("state", "in", liveDepositStates), "desc")
      .orderBy("id", "desc")
      .limit(1)
      .executeTakeFirst()
  );
}
