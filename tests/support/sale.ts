import { afterAll } from "bun:test";
import { sql } from "kysely";
import {
  type Accounts,
  cliOperator,
  createAccounts,
  type FanId,
  mintSessionCookies,
  type OperatorRole,
  sessionSecretOf,
} from "../../server/modules/accounts/index.ts";
import { createCatalogue } from "../../server/modules/catalogue/index.ts";
import type { BeaconClient } from "../../server/modules/sales/beacon/beacon-client.ts";
import { createSales, type Sales } from "../../server/modules/sales/index.ts";
import { replayRecord } from "../../server/modules/sales/rules/lane-record.ts";
import { LaneState } from "../../server/modules/sales/rules/lane-state.ts";
import { systemClock } from "../../server/platform/clock.ts";
import type { Database } from "../../server/platform/database/database.ts";
import { createApp } from "../../server/platform/http/app.ts";
import type { Router } from "../../server/platform/http/router.ts";
import { newId } from "../../server/platform/ids.ts";
import type { Platform } from "../../server/platform/platform.ts";
import { createApiClient, type Reply, type Send } from "./api-client.ts";
import { testDatabase } from "./database.ts";
import { testPlatform } from "./platform.ts";

/** A signed-in fan. The session is in the cookie alone, as the crowd's routes read it. */
export interface TestFan {
  readonly id: FanId;
  readonly cookie: string;
}

export interface SaleSiteOptions {
  /** Another site's, for several servers on one database; a fresh one unless told. */
  readonly database?: Database;
  readonly beacon?: BeaconClient;
  /** Whether its sales run from the first; if not, the test calls `sales.start()`. */
  readonly runs?: boolean;
  readonly platform?: Partial<Platform>;
}

/** What of a sale and its audit log must not change when a request is refused. */
export interface Footprint {
  /** Those in which something happened: ticks are left out. */
  readonly records: number;
  readonly claims: number;
  readonly registrations: number;
  readonly bars: number;
  readonly appeals: number;
  /** Friend codes, but those that were taken back. */
  readonly codes: number;
  readonly sales: number;
  readonly actions: number;
}

/** How long a test waits for what happens in the background. */
const PATIENCE_MS = 10_000;

/** One server with its sales running on the real clock, reached over HTTP without a socket. */
export class SaleSite {
  readonly platform: Platform;
  readonly accounts: Accounts;
  readonly sales: Sales;
  readonly app: Router;
  readonly send: Send;
  /** The `Authorization` header of an owner's key. */
  readonly owner: string;
  /** Two variants for sale. */
  readonly variants: readonly [string, string];

  constructor(
    parts: Pick<SaleSite, "platform" | "accounts" | "sales" | "app" | "owner" | "variants">,
  ) {
    this.platform = parts.platform;
    this.accounts = parts.accounts;
    this.sales = parts.sales;
    this.app = parts.app;
    this.owner = parts.owner;
    this.variants = parts.variants;
    this.send = createApiClient(parts.app);
  }

  async keyOf(role: OperatorRole): Promise<string> {
    const key = await this.accounts.createApiKey({ name: role, role }, { operator: cliOperator });
    return `Bearer ${key.token}`;
  }

  fan(id = newId<"fan">()): TestFan {
    const cookie = mintSessionCookies({
      secret: sessionSecretOf(this.platform.keys),
      fanId: id,
      name: "A fan",
      email: `${id}@fans.test`,
      nowMs: Date.now(),
      secure: false,
    });
    return { id, cookie };
  }

  fans(count: number): TestFan[] {
    return Array.from({ length: count }, () => this.fan());
  }

  /** Makes a draft; two units of the first variant in a draw without a beacon unless told. */
  async draft(offer: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const body = {
      kind: "draw",
      names: { en: "First round" },
      variants: [{ variantId: this.variants[0], stock: 2 }],
      ...(offer["kind"] === "open" ? {} : { drawMode: "beaconless" }),
      ...offer,
    };
    return good(await this.send("POST", "/sales", { body, as: this.owner })).body.id;
  }

  /** Makes a sale whose registration is open. */
  async publish(offer: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const saleId = await this.draft(offer);
    good(await this.operate(saleId, "PUT", "publication"));
    return saleId;
  }

  /** Makes a sale by draw that these fans have joined one after the other, drawn and opened. */
  async openDraw(
    fans: readonly TestFan[],
    offer: Readonly<Record<string, unknown>> = {},
  ): Promise<string> {
    const saleId = await this.publish({ admissionMargin: 10, ...offer });
    for (const fan of fans) good(await this.join(saleId, fan));
    good(await this.operate(saleId, "PUT", "draw"));
    good(await this.operate(saleId, "PUT", "opening"));
    return saleId;
  }

  /** What an operator asks of a sale. */
  operate(saleId: string, method: string, step: string, body?: unknown): Promise<Reply> {
    return this.send(method, `/sales/${saleId}/${step}`, { as: this.owner, body });
  }

  /** What a fan asks of a sale. */
  ask(saleId: string, fan: TestFan, method: string, step: string): Promise<Reply> {
    return this.send(method, `/sales/${saleId}/${step}`, { headers: { cookie: fan.cookie } });
  }

  join(saleId: string, fan: TestFan): Promise<Reply> {
    return this.ask(saleId, fan, "POST", "registrations");
  }

  async placeOf(saleId: string, fan: TestFan): Promise<number> {
    return good(await this.ask(saleId, fan, "GET", "place")).body["place"] as number;
  }

  async passOf(saleId: string, fan: TestFan): Promise<string> {
    return good(await this.ask(saleId, fan, "GET", "place")).body["pass"] as string;
  }

  /** Claims one unit of the first variant unless told. */
  async claim(
    saleId: string,
    fan: TestFan,
    lines: readonly unknown[] = [{ variantId: this.variants[0], quantity: 1 }],
  ): Promise<Reply> {
    const pass = await this.passOf(saleId, fan);
    return this.claimWith(saleId, pass, { lines });
  }

  claimWith(saleId: string, pass: string, body: unknown): Promise<Reply> {
    return this.send("POST", `/sales/${saleId}/claims`, { body, headers: { "millet-pass": pass } });
  }

  /** The fans in the order of their places. */
  async inOrder(saleId: string, fans: readonly TestFan[]): Promise<TestFan[]> {
    const placed: { fan: TestFan; place: number }[] = [];
    for (const fan of fans) placed.push({ fan, place: await this.placeOf(saleId, fan) });
    return placed.sort((a, b) => a.place - b.place).map(({ fan }) => fan);
  }

  /** The lane as its log in the database tells it, replayed from the first record. */
  async laneOf(saleId: string): Promise<LaneState> {
    const { rows } = await sql<{ body: Buffer; digest: Buffer }>`
      select body, digest from sales.lane_records where sale_id = ${saleId} order by sequence
    `.execute(this.platform.database.kysely);
    const state = new LaneState(saleId);
    for (const { body, digest } of rows) replayRecord(state, body, digest);
    return state;
  }

  /**
   * What stands in the tables, once they show every claim that the log tells of. Records that only
   * follow time or registrations come when they will, and do not count.
   */
  footprint(): Promise<Footprint> {
    return until(async () => {
      const { rows } = await sql<Footprint & { claimed: number }>`
        with log as (select convert_from(body, 'UTF8') as body from sales.lane_records)
        select
          count(*) filter (
            where body !~ '"events":\\[(\\["(tick|places|admitted)"(,\\d+)*\\],?)+\\]\\}$') as records,
          (select count(distinct claim[1]) from log,
            regexp_matches(body, '\\["(?:held|waiting|redeemed)",\\d+,"([^"]+)"', 'g') as claim
          ) as claimed,
          (select count(*) from sales.claims) as claims,
          (select count(*) from sales.registrations) as registrations,
          (select count(*) from sales.bars) as bars,
          (select count(*) from sales.appeals) as appeals,
          (select count(*) from sales.friend_codes where state <> 'revoked') as codes,
          (select coalesce(sum(version), 0) from sales.sales) as sales,
          (select count(*) from accounts.operator_actions) as actions
        from log
      `.execute(this.platform.database.kysely);
      const [row] = rows;
      return row !== undefined && row.claims === row.claimed && row;
    });
  }
}

/**
 * A site of its own for one test file. Call it at the top level of the file. Its sales run until
 * the file's last test.
 */
export async function createSaleSite(options: SaleSiteOptions = {}): Promise<SaleSite> {
  const database = options.database ?? (await databaseForSales());
  const platform = testPlatform(database, { clock: systemClock, ...options.platform });
  const accounts = createAccounts(platform);
  const catalogue = createCatalogue(platform, accounts);
  const sales = createSales(platform, accounts, catalogue, options.beacon ?? noBeacon);
  const app = createApp({
    config: platform.config,
    log: platform.log,
    metrics: platform.metrics,
    mounts: [...sales.mounts, ...catalogue.mounts, ...accounts.mounts],
    unready: () => Promise.resolve(undefined),
    version: "0.0.0",
  });
  const actor = { operator: cliOperator };
  const key = await accounts.createApiKey({ name: "owner", role: "owner" }, actor);
  const names = { en: "Siskin One" };
  const made = await catalogue.createProduct(
    {
      names,
      variants: ["A", "B"].map((letter) => ({
        sku: `${newId().toUpperCase()}-${letter}`,
        names,
        prices: [{ currency: "CNY", amountMinor: 199_900 }],
      })),
    },
    actor,
  );
  const [first, second] = made.ok ? made.value.variants : [];
  if (first === undefined || second === undefined) throw new Error("the catalogue takes variants");
  salesOf.get(database)?.push(sales);
  if (options.runs !== false) await sales.start();
  const owner = `Bearer ${key.token}`;
  return new SaleSite({ platform, accounts, sales, app, owner, variants: [first.id, second.id] });
}

/** The sales on each database, of all servers. */
const salesOf = new WeakMap<Database, Sales[]>();

async function databaseForSales(): Promise<Database> {
  const all: Sales[] = [];
  // Hooks run in the order in which they are registered: the sales stop before the database ends.
  afterAll(async () => {
    for (const sales of all) await sales.stop();
  });
  const database = await testDatabase();
  salesOf.set(database, all);
  return database;
}

/** Tests never ask a real beacon. */
const noBeacon: BeaconClient = {
  findRound() {
    throw new Error("this test did not bring a beacon");
  },
};

/** The reply, which must not be a refusal. */
export function good(reply: Reply): Reply {
  if (reply.status < 300) return reply;
  throw new Error(`${reply.status} ${JSON.stringify(reply.body)}`);
}

/** Status and code of a refusal, for one assertion. */
export function refusal({ status, body }: Reply): string {
  return `${status} ${String(body["code"])}`;
}

/** Waits until the look gives something that is not undefined or false. */
export async function until<Value>(
  look: () => Promise<Value | undefined | false> | Value | undefined | false,
): Promise<Value> {
  const endMs = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > endMs) throw new Error(`waited in vain: ${look.toString()}`);
    await Bun.sleep(20);
  }
}
