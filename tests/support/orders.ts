import { afterAll } from "bun:test";
import { sql } from "kysely";
import { createCatalogue } from "../../server/modules/catalogue/index.ts";
import { createConsole } from "../../server/modules/console/index.ts";
import { createOrders, type Orders } from "../../server/modules/orders/index.ts";
import { createShop } from "../../server/modules/shop/index.ts";
import type { Database } from "../../server/platform/database/database.ts";
import { createApp } from "../../server/platform/http/app.ts";
import { createMetrics } from "../../server/platform/metrics.ts";
import type { Reply } from "./api-client.ts";
import { createSaleSite, good, SaleSite, type SaleSiteOptions, type TestFan } from "./sale.ts";

/** An address as a fan types it. */
export const DELIVERY = {
  name: "Anna Zhao",
  line1: "1 Nanjing Road",
  line2: "Flat 5",
  city: "Shanghai",
  region: null,
  postalCode: "200001",
  country: "CN",
  phone: "+86 21 5555 0100",
};

/** A claim that is paid for. */
export interface HeldClaim {
  readonly saleId: string;
  readonly claimId: string;
  readonly fan: TestFan;
}

/** A site with sales and orders that run on the real clock, paid by the test provider. */
export class OrderSite extends SaleSite {
  readonly orders: Orders;

  constructor(site: SaleSite, orders: Orders) {
    super(site);
    this.orders = orders;
  }

  /** A sale without a draw, whose registration is open and which sells. */
  async openSale(offer: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const saleId = await this.publish({ kind: "open", ...offer });
    good(await this.operate(saleId, "PUT", "opening"));
    return saleId;
  }

  /** A fan who has joined the sale and claimed. */
  async hold(saleId: string, lines?: readonly unknown[]): Promise<HeldClaim & { state: string }> {
    const fan = this.fan();
    good(await this.join(saleId, fan));
    const { claim } = good(await this.claim(saleId, fan, lines)).body as unknown as {
      claim: { id: string; state: string };
    };
    return { saleId, claimId: claim.id, fan, state: claim.state };
  }

  /** Pays with the usual address and the current terms unless told. */
  pay(held: HeldClaim, method: string, details: Readonly<Record<string, unknown>> = {}) {
    const { termsVersion } = this.platform.legalTexts;
    const body = { method, delivery: DELIVERY, termsVersion, ...details };
    return this.payWith(held, body);
  }

  payWith({ saleId, claimId, fan }: HeldClaim, body: unknown): Promise<Reply> {
    const path = `/sales/${saleId}/claims/${claimId}/payments`;
    return this.send("POST", path, { body, headers: { cookie: fan.cookie } });
  }

  /** What the fan's own order says. */
  async orderOf({ claimId, fan }: HeldClaim): Promise<Reply> {
    return this.askAs(fan, "GET", `/orders/${claimId}`);
  }

  askAs(fan: TestFan, method: string, path: string, body?: unknown): Promise<Reply> {
    return this.send(method, path, { body, headers: { cookie: fan.cookie } });
  }

  /** The state of the claim by the lane itself. */
  async claimState({ saleId, fan }: HeldClaim): Promise<string | undefined> {
    const found = await this.sales.findClaimOfFan(saleId, fan.id);
    return found.ok ? found.value?.state : undefined;
  }

  /** What the test provider knows of the payments of a claim, oldest first. */
  async atProvider({ claimId }: HeldClaim): Promise<readonly ProviderRow[]> {
    const { rows } = await sql<ProviderRow>`
      select id, state, amount_minor as "amountMinor", currency, refunded_minor as "refundedMinor"
      from orders.test_payments where order_id = ${claimId} order by id`.execute(
      this.platform.database.kysely,
    );
    return rows;
  }
}

export interface ProviderRow {
  readonly id: string;
  readonly state: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly refundedMinor: number;
}

/** A site of its own for one test file; call it at the top level of the file. */
export async function createOrderSite(options: SaleSiteOptions = {}): Promise<OrderSite> {
  const first = options.database && running.get(options.database);
  const all = first ?? [];
  // Hooks run in the order in which they are registered: orders end before the sales and tables.
  if (first === undefined) {
    afterAll(async () => {
      for (const orders of all) await orders.stop();
    });
  }
  const site = await createSaleSite({ ...options, runs: false });
  const { platform, accounts, sales, owner, variants } = site;
  const catalogue = createCatalogue(platform, accounts);
  const orders = createOrders(platform, accounts, catalogue, sales);
  const shop = createShop(platform, accounts, catalogue, sales, orders);
  const staff = createConsole(platform, accounts, catalogue, sales, orders);
  const { config, log, database } = platform;
  const metrics = createMetrics({ process: false });
  const mounts = [sales, orders, catalogue, accounts, shop, staff].flatMap(({ mounts }) => mounts);
  const unready = () => Promise.resolve(undefined);
  const app = createApp({ config, log, metrics, mounts, unready, version: "0.0.0" });
  all.push(orders);
  running.set(database, all);
  if (options.runs !== false) {
    await sales.start();
    orders.start();
  }
  return new OrderSite(new SaleSite({ platform, accounts, sales, app, owner, variants }), orders);
}

/** The orders on each database, of all servers. */
const running = new WeakMap<Database, Orders[]>();
