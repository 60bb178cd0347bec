import type { Clock } from "../../../platform/clock.ts";
import { inTransaction, type Database } from "../../../platform/database/database.ts";
import { Gatherer } from "../../../platform/gatherer.ts";
import { isUuid } from "../../../platform/ids.ts";
import type { PaymentChange } from "../rules/payment-protocol.ts";
import { limitHash } from "../rules/limit-keys.ts";
import { liveStates } from "../rules/payment-states.ts";
import { ordersOf } from "../store.ts";
import { type BeginRequest, beginPayments } from "./begin-payments.ts";
import type { Begun, Payment, PaymentStore } from "./payment.ts";
import { savePayments, type SaveRequest } from "./save-payments.ts";
import { paymentOf, selectPayments } from "./select-payments.ts";
import { outputOf, settleTogether, type Settled } from "./settle-together.ts";

export interface PaymentStoreDeps {
  readonly database: Database;
  readonly clock: Clock;
  /** The most orders of one means of payment in this sale; null: no limit. */
  readonly instrumentLimitOf: (saleId: string) => Promise<number | null>;
  readonly limitKeyOf: (saleId: string) => Uint8Array;
}

/**
 * Payments in PostgreSQL. What comes at the same time shares one transaction and one commit: at
 * thousands of payments a second, a commit for each step of each would be all that the disk does.
 */
export class PostgresPaymentStore implements PaymentStore {
  private readonly deps: PaymentStoreDeps;
  private readonly begins: Gatherer<BeginRequest, Settled<Begun>>;
  private readonly saves: Gatherer<SaveRequest, Settled<Payment>>;

  constructor(deps: PaymentStoreDeps) {
    this.deps = deps;
    const { database, clock } = deps;
    const now = () => new Date(clock.wallMs());
    this.begins = new Gatherer((requests) =>
      settleTogether(requests, (some) =>
        inTransaction(database, (tx) => beginPayments(tx, some, now())),
      ),
    );
    this.saves = new Gatherer((requests) =>
      settleTogether(requests, (some) =>
        inTransaction(database, (tx) => savePayments(tx, some, now())),
      ),
    );
  }

  async begin(request: BeginRequest): Promise<Begun> {
    return outputOf(await this.begins.ask(request));
  }

  async find(paymentId: string): Promise<Payment | undefined> {
    if (!isUuid(paymentId)) return undefined;
    const row = await selectPayments(ordersOf(this.deps.database))
      .where("id", "=", paymentId)
      .executeTakeFirst();
    return row === undefined ? undefined : paymentOf(row);
  }

  /** The payment that stands in the way of another one for the same order. */
  async findLive(orderId: string): Promise<Payment | undefined> {
    const row = await selectPayments(ordersOf(this.deps.database))
      .where("order_id", "=", orderId)
      .where("state", "in", liveStates)
      .executeTakeFirst();
    return row === undefined ? undefined : paymentOf(row);
  }

  async save(payment: Payment, change: PaymentChange): Promise<Payment> {
    const instrument = await this.instrumentOf(payment, change);
    return outputOf(await this.saves.ask({ payment, change, instrument }));
  }

  /** The hash is kept also where nothing is limited: it shows who pays for many orders. */
  private async instrumentOf(
    { saleId }: Payment,
    { action, instrument }: PaymentChange,
  ): Promise<SaveRequest["instrument"]> {
    if (action !== "authorise" || instrument === null || instrument === undefined) return undefined;
    const limit = await this.deps.instrumentLimitOf(saleId);
    return { hash: limitHash(this.deps.limitKeyOf(saleId), "instrument", instrument), limit };
  }
}
