import type { ColumnType, Generated, Kysely, Transaction } from "kysely";
import { schemaIn, schemaOf, type Database, type Tx } from "../../platform/database/database.ts";
import type { DeliveryAddress } from "../accounts/index.ts";
import type { DepositState } from "./rules/deposit-states.ts";
import type { OrderState } from "./rules/order-states.ts";
import type { PaymentState } from "./rules/payment-states.ts";
import type { PricedLine } from "./rules/pricing.ts";
import type { RefundState } from "./rules/refund-protocol.ts";

/** JSON that is read as it was written. */
type Json<Value> = ColumnType<Value, string, string>;

export interface OrderLine {
  readonly variantId: string;
  readonly quantity: number;
}

interface CheckoutTable {
  sale_id: string;
  fan_id: string;
  delivery: Json<DeliveryAddress | null> | null;
  currency: string | null;
  terms_version: string | null;
  marketing_consent: boolean;
  changed_at: Date;
}

interface OrderTable {
  id: string;
  sale_id: string;
  place: number;
  fan_id: string | null;
  lines: Json<readonly OrderLine[]>;
  state: OrderState;
  expires_at: Date | null;
  claimed_at: Date;
  paid_at: Date | null;
}

interface PaymentTable {
  id: string;
  order_id: string;
  sale_id: string;
  place: number;
  fan_id: string | null;
  provider: string;
  method: string;
  currency: string;
  amount_minor: number;
  refunded_minor: Generated<number>;
  lines: Json<readonly PricedLine[]>;
  delivery: Json<DeliveryAddress | null> | null;
  terms_version: string;
  marketing_consent: boolean;
  state: Generated<PaymentState>;
  reason: string | null;
  redirect_url: string | null;
  instrument_hash: Buffer | null;
  created_at: Date;
  captured_at: Date | null;
  look_at: Date;
}

interface LimitSlotTable {
  sale_id: string;
  kind: "address" | "instrument";
  hash: Buffer;
  slot: number;
  order_id: string;
}

interface RefundTable {
  id: string;
  order_id: string;
  payment_id: string;
  amount_minor: number;
  is_whole: boolean;
  reason: string;
  idempotency_key: string | null;
  state: Generated<RefundState>;
  problem: string | null;
  requested_at: Date;
  refunded_at: Date | null;
  look_at: Date;
}

interface ProviderEventTable {
  provider: string;
  event_id: string;
  payment_id: string | null;
  type: string;
  received_at: Date;
}

interface OrderChangeTable {
  sequence: Generated<number>;
  order_id: string;
  change: "paid" | "returned" | "refunded";
  currency: string | null;
  amount_minor: number | null;
  changed_at: Date;
}

interface DepositTable {
  id: string;
  sale_id: string;
  fan_id: string | null;
  after_number: number;
  provider: string;
  method: string;
  currency: string;
  amount_minor: number;
  state: Generated<DepositState>;
  reason: string | null;
  problem: string | null;
  redirect_url: string | null;
  created_at: Date;
  changed_at: Date;
  captured_at: Date | null;
  refunded_at: Date | null;
  look_at: Date;
}

interface OrderTables {
  checkouts: CheckoutTable;
  orders: OrderTable;
  payments: PaymentTable;
  limit_slots: LimitSlotTable;
  refunds: RefundTable;
  provider_events: ProviderEventTable;
  order_changes: OrderChangeTable;
  deposits: DepositTable;
}

export function ordersOf(database: Database): Kysely<OrderTables> {
  return schemaOf<OrderTables>(database, "orders");
}

export function ordersIn(tx: Tx): Transaction<OrderTables> {
  return schemaIn<OrderTables>(tx, "orders");
}
