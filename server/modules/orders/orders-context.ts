import type { Platform } from "../../platform/platform.ts";
import type { Accounts } from "../accounts/index.ts";
import type { Catalogue } from "../catalogue/index.ts";
import type { Sales } from "../sales/index.ts";
import type { Deposits } from "./deposits/create-deposits.ts";
import type { LanePort } from "./payment/lane-port.ts";
import type { OfferedSales } from "./payment/offered-sales.ts";
import type { Payment, RefundStore } from "./payment/payment.ts";
import type { PaymentDesk } from "./payment/payment-desk.ts";
import type { PaymentProvider } from "./payment/payment-provider.ts";
import type { PostgresPaymentStore } from "./payment/postgres-payment-store.ts";
import type { ReceivedEvents } from "./payment/received-events.ts";

/** What the module's commands and queries work with. */
export interface OrdersContext {
  readonly platform: Platform;
  readonly accounts: Accounts;
  readonly catalogue: Catalogue;
  readonly sales: Sales;
  /** The provider that takes new payments; undefined where the installation takes none. */
  readonly provider: PaymentProvider | undefined;
  /** The key of a sale under which its limits are counted. */
  readonly limitKeyOf: (saleId: string) => Uint8Array;
  readonly lane: LanePort;
  readonly offers: OfferedSales;
  readonly payments: PostgresPaymentStore;
  readonly refunds: RefundStore;
  readonly desk: PaymentDesk<Payment>;
  readonly events: ReceivedEvents;
  readonly deposits: Deposits;
}
