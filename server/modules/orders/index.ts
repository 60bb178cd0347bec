import type { Mount } from "../../platform/http/app.ts";
import { createRouter } from "../../platform/http/router.ts";
import type { Platform } from "../../platform/platform.ts";
import type { Result } from "../../platform/failure.ts";
import type { Accounts, FanId } from "../accounts/index.ts";
import type { Catalogue } from "../catalogue/index.ts";
import type { Sales } from "../sales/index.ts";
import { abandonPayment } from "./commands/abandon-payment.ts";
import { cancelOrder } from "./commands/cancel-order.ts";
import { depositDataOf } from "./commands/erase-deposits.ts";
import { personalDataOf } from "./commands/erase-fan.ts";
import { projectClaims } from "./commands/project-claims.ts";
import { receiveEvent } from "./commands/receive-event.ts";
import { type CheckoutDetails, saveCheckout } from "./commands/save-checkout.ts";
import { startDeposit, type StartedDeposit } from "./commands/start-deposit.ts";
import {
  type PaymentDetails,
  startPayment,
  type StartedPayment,
} from "./commands/start-payment.ts";
import { takeDepositBack } from "./commands/take-deposit-back.ts";
import { createDeposits } from "./deposits/create-deposits.ts";
import { type ChangeOfDeposit, listDepositChanges } from "./deposits/deposit-changes.ts";
import type { Deposit } from "./deposits/deposit.ts";
import { defineOrderJobs, PaymentRecovery } from "./jobs.ts";
import type { OrdersContext } from "./orders-context.ts";
import { createLanePort } from "./payment/lane-port.ts";
import { createLimitKeys } from "./payment/limit-keys-of-sales.ts";
import { OfferedSales } from "./payment/offered-sales.ts";
import { PaymentDesk } from "./payment/payment-desk.ts";
import { type PayingPorts, runPayment } from "./payment/payment-runner.ts";
import type { Payment } from "./payment/payment.ts";
import { PostgresPaymentStore } from "./payment/postgres-payment-store.ts";
import { ReceivedEvents } from "./payment/received-events.ts";
import { PostgresRefundStore } from "./payment/refund-store.ts";
import { startTestPayments, type TestPayments } from "./payment/test-provider/test-payments.ts";
import { type Checkout, findCheckout } from "./queries/find-checkout.ts";
import { findDepositors } from "./queries/find-depositors.ts";
import { findEarlierPurchases } from "./queries/find-earlier-purchases.ts";
import { findOpenPayments } from "./queries/find-open-payments.ts";
import { findOrderOfFan, type Order } from "./queries/find-order.ts";
import { type ChangeOfOrder, listOrderChanges } from "./queries/list-order-changes.ts";
import { listStuckMoney, type StuckMoneyRow } from "./queries/list-stuck-money.ts";
import { listOrdersOfFan } from "./queries/list-orders.ts";
import { addCheckoutRoutes } from "./routes/checkout-routes.ts";
import { addDepositRoutes } from "./routes/deposit-routes.ts";
import { addEventRoutes } from "./routes/event-routes.ts";
import { addOperatorRoutes } from "./routes/operator-routes.ts";
import { addOrderDeskRoutes } from "./routes/order-desk-routes.ts";
import { addOrderRoutes } from "./routes/order-routes.ts";
import { addPaymentRoutes } from "./routes/payment-routes.ts";

export type { CheckoutDetails } from "./commands/save-checkout.ts";
export type { StartedDeposit } from "./commands/start-deposit.ts";
export type { PaymentDetails, StartedPayment } from "./commands/start-payment.ts";
export type { ChangeOfDeposit } from "./deposits/deposit-changes.ts";
export type { Deposit } from "./deposits/deposit.ts";
export type { Payment } from "./payment/payment.ts";
export { testBanner } from "./payment/test-provider/test-banner.ts";
export type { Checkout } from "./queries/find-checkout.ts";
export type { Order } from "./queries/find-order.ts";
export type { ChangeOfOrder } from "./queries/list-order-changes.ts";
export type { DepositReturnReason } from "./rules/deposit-returns.ts";
export { orderStates, type OrderState } from "./rules/order-states.ts";

/** The door of the module. */
export interface Orders {
  readonly mounts: readonly Mount[];
  /** Whether no real money moves: pages say so loudly. Undefined where no payments are taken. */
  readonly provider: { readonly name: string; readonly isTest: boolean } | undefined;
  /** @returns `sale_not_found` */
  findCheckout(saleId: string, fanId: FanId): Promise<Result<Checkout>>;
  /** @returns `sale_not_found`, `terms_not_current` or `currency_not_offered` */
  saveCheckout(saleId: string, fanId: FanId, details: CheckoutDetails): Promise<Result<Checkout>>;
  /** @returns as `POST …/payments` answers */
  startPayment(
    claim: { readonly saleId: string; readonly claimId: string; readonly fanId: FanId },
    details: PaymentDetails,
  ): Promise<Result<StartedPayment>>;
  /** The fan's own payment. */
  findPayment(paymentId: string, fanId: FanId): Promise<Payment | undefined>;
  /** @returns `payment_not_found` or `payment_not_pending` */
  abandonPayment(paymentId: string, fanId: FanId): Promise<Result<Payment>>;
  /** The fan's own order. */
  findOrder(orderId: string, fanId: FanId): Promise<Order | undefined>;
  /** The fan's orders, newest first; `before` is the last id of the page before. */
  listOrders(
    fanId: FanId,
    page: { readonly before?: string | undefined; readonly limit: number },
  ): Promise<Order[]>;
  /** @returns `order_not_found`, `order_paid`, `claim_over`, or why the lane cannot be asked */
  cancelOrder(orderId: string, fanId: FanId): Promise<Result<void>>;
  /**
   * What became of orders after a sequence, in order: paid, returned, refunded. Keep the last
   * sequence in the transaction that follows from it, and each is told exactly once.
   */
  listOrderChanges(after: number, limit: number): Promise<ChangeOfOrder[]>;
  /** @returns as `POST …/deposits` answers */
  startDeposit(saleId: string, fanId: FanId, method: string): Promise<Result<StartedDeposit>>;
  /** The fan's live deposit for the sale, else the newest. */
  findDeposit(saleId: string, fanId: FanId): Promise<Deposit | undefined>;
  /** @returns `deposit_not_found` or `deposit_bound` */
  takeDepositBack(saleId: string, fanId: FanId): Promise<Result<Deposit>>;
  /** What became of deposits' money after a sequence, in order; as `listOrderChanges`. */
  listDepositChanges(after: number, limit: number): Promise<ChangeOfDeposit[]>;
  /** Money that has been on its way since before then, by sale. */
  listStuckMoney(before: Date): Promise<StuckMoneyRow[]>;
  /** After the sales: goes on with what nobody has finished. */
  start(): void;
  /** Before the sales: ends the payments under way. */
  stop(): Promise<void>;
}

/** Wires the module and hangs it on the lanes. Records no events: see `listOrderChanges`. */
export function createOrders(
  platform: Platform,
  accounts: Accounts,
  catalogue: Catalogue,
  sales: Sales,
): Orders {
  const { clock, config, database, keys } = platform;
  const offers = new OfferedSales(sales, clock);
  const limitKeyOf = createLimitKeys(keys);
  const test: TestPayments | undefined =
    config.paymentProvider === "test" ? startTestPayments(platform) : undefined;
  const provider = test?.provider;
  const lane = createLanePort(sales);
  const payments = new PostgresPaymentStore({
    database,
    clock,
    limitKeyOf,
    instrumentLimitOf: async (saleId) => (await offers.find(saleId))?.ordersPerInstrument ?? null,
  });
  const rests = platform.metrics.counter(
    "payments_total",
    "Payments by the state that they came to rest in.",
    ["state"],
  );
  const providerOf = (name: string) => (provider?.name === name ? provider : undefined);
  const deposits = createDeposits(platform, providerOf);
  const ports: PayingPorts = {
    store: payments,
    lane,
    providerOf,
    returnUrlOf: (orderId) => `${config.baseUrl}/orders/${orderId}`,
  };
  const desk = new PaymentDesk<Payment>({
    log: platform.log,
    find: (paymentId) => payments.find(paymentId),
    run: (payment) => runPayment(ports, payment),
    onRest: ({ state }) => rests.inc({ state }),
    onUnknown: (paymentId) => deposits.desk.wake(paymentId),
  });
  const refunds = new PostgresRefundStore({ database, clock });
  const events = new ReceivedEvents({ database, clock });
  const context: OrdersContext = {
    platform,
    accounts,
    catalogue,
    sales,
    provider,
    limitKeyOf,
    lane,
    offers,
    payments,
    refunds,
    desk,
    events,
    deposits,
  };
  const recovery = new PaymentRecovery(context);
  sales.onClaimsProjected((tx, step) => projectClaims(tx, step, clock));
  sales.keepLaneOpen((saleId) => findOpenPayments(database, saleId));
  sales.provideEligibility({
    takesDeposits: provider !== undefined,
    earlierPurchases: findEarlierPurchases,
    deposits: findDepositors,
  });
  accounts.registerPersonalData(personalDataOf(context));
  accounts.registerPersonalData(depositDataOf(context));
  defineOrderJobs(platform);
  const router = createRouter();
  addCheckoutRoutes(router, context);
  addPaymentRoutes(router, context);
  addOrderRoutes(router, context);
  addOperatorRoutes(router, context);
  addOrderDeskRoutes(router, context);
  addEventRoutes(router, context);
  addDepositRoutes(router, context);
  return {
    mounts: [{ path: "/api/v1", router, chain: "standard" }, ...(test?.mounts ?? [])],
    provider: provider && { name: provider.name, isTest: provider.isTest },
    findCheckout: (saleId, fanId) => findCheckout(context, saleId, fanId),
    saveCheckout: (saleId, fanId, details) => saveCheckout(context, saleId, fanId, details),
    startPayment: (claim, details) => startPayment(context, claim, details),
    async findPayment(paymentId, fanId) {
      const payment = await payments.find(paymentId);
      return payment?.fanId === fanId ? payment : undefined;
    },
    abandonPayment: (paymentId, fanId) => abandonPayment(context, paymentId, fanId),
    findOrder: (orderId, fanId) => findOrderOfFan(context, orderId, fanId),
    listOrders: (fanId, page) => listOrdersOfFan(database, fanId, page),
    cancelOrder: (orderId, fanId) => cancelOrder(context, orderId, fanId),
    listOrderChanges: (after, limit) => listOrderChanges(database, after, limit),
    startDeposit: (saleId, fanId, method) => startDeposit(context, saleId, fanId, method),
    findDeposit: (saleId, fanId) => deposits.store.findOfFan(saleId, fanId),
    takeDepositBack: (saleId, fanId) => takeDepositBack(context, saleId, fanId),
    listDepositChanges: (after, limit) => listDepositChanges(database, after, limit),
    listStuckMoney: (before) => listStuckMoney(database, before),
    start() {
      test?.start(async (body, headers) => {
        return (await receiveEvent(context, "test", body, headers)).ok;
      });
      recovery.start();
    },
    async stop() {
      await recovery.stop();
      await test?.stop();
      await desk.settled();
      await deposits.desk.settled();
    },
  };
}
