import { sql } from "kysely";
import { createAccounts } from "../../server/modules/accounts/index.ts";
import { createCatalogue } from "../../server/modules/catalogue/index.ts";
import { createNotices, type Notices } from "../../server/modules/notices/index.ts";
import { mailsOf } from "../../server/platform/mail/store.ts";
import type { Sales } from "../../server/modules/sales/index.ts";
import type { Platform } from "../../server/platform/platform.ts";
import { createOrderSite, OrderSite } from "./orders.ts";
import { testConfig, testPlatform } from "./platform.ts";
import { openAccount, type OpenedAccount } from "./sale-accounts.ts";
import { type SaleSiteOptions, type TestFan, until } from "./sale.ts";

/** So fast that a test waits for none of its mails. */
const SWIFT = { MAILS_PER_MINUTE: "1000000" };

/** A mail as tests look at it. */
export interface ToldMail {
  /** The key without what names sale, claim, order or fan. */
  readonly about: string;
  readonly key: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** A site with sales, orders and notices, whose mails are written when a test says so. */
export class NoticeSite extends OrderSite {
  readonly notices: Notices;

  constructor(site: OrderSite, notices: Notices) {
    super(site, site.orders);
    this.notices = notices;
  }

  /** Fans with accounts. */
  async members(count: number, account: OpenedAccount = {}): Promise<TestFan[]> {
    const fans = this.fans(count);
    for (const fan of fans) await openAccount(this, fan, account);
    return fans;
  }

  /** Lets the tables follow the log, hears the events, and writes mails until none is due. */
  async tellAll(notices = this.notices): Promise<number> {
    let sent = 0;
    await this.projected();
    for (let idle = 0; idle < 3;) {
      const heard = await this.platform.events.deliverPending();
      const batch = await notices.work();
      sent += batch.sent;
      idle = heard + batch.handled === 0 ? idle + 1 : 0;
      // The pace lets the next batch begin some milliseconds later.
      await Bun.sleep(30);
    }
    return sent;
  }

  /** What a fan was told, the oldest first. */
  async told(fan: TestFan): Promise<ToldMail[]> {
    const rows = await mailsOf(this.platform.database)
      .selectFrom("mails")
      .select(["key", "subject", "text", "html"])
      .where("recipient", "=", `${fan.id}@fans.test`)
      .orderBy("recorded_at")
      .orderBy("id")
      .execute();
    return rows.map(({ key, subject, text, html }) => ({
      about: aboutOf(key),
      key,
      subject,
      text: text ?? "",
      html: html ?? "",
    }));
  }

  /** What they were told of, the oldest first. */
  async toldOf(fan: TestFan): Promise<string[]> {
    return (await this.told(fan)).map(({ about }) => about);
  }

  private async projected(): Promise<void> {
    const { rows } = await sql<{ id: string }>`select id from sales.sales`.execute(
      this.platform.database.kysely,
    );
    await until(async () => {
      for (const { id } of rows) {
        const { recorded, projected } = await this.sales.findClaimsProgress(id);
        // Ticks come each second while a hold is open; a step takes them all.
        if (projected < recorded) return false;
      }
      return true;
    });
  }
}

/** `sale:0198…:placed:7` is about `placed`, `claim:0198…:held` about `held`. */
function aboutOf(key: string): string {
  return (key.split(":")[2] ?? key).replace(/-\d+$/, "");
}

/** A second server's notices on the same database, with another clock if one is given. */
export function moreNotices(
  site: NoticeSite,
  overrides: Partial<Platform> = {},
  salesOverrides: Partial<Sales> = {},
): Notices {
  const platform = testPlatform(site.platform.database, {
    config: site.platform.config,
    clock: site.platform.clock,
    ...overrides,
  });
  const accounts = createAccounts(platform);
  const catalogue = createCatalogue(platform, accounts);
  // The first server's notices hang on the lanes already.
  const sales = { ...site.sales, ...salesOverrides, onClaimsProjected() {}, onCodesGranted() {} };
  return createNotices(platform, accounts, catalogue, sales, site.orders);
}

/** A site of its own for one test file; call it at the top level of the file. */
export async function createNoticeSite(options: SaleSiteOptions = {}): Promise<NoticeSite> {
  const config = testConfig(SWIFT);
  const site = await createOrderSite({
    ...options,
    runs: false,
    platform: { config, ...options.platform },
  });
  const { platform, accounts, sales, orders } = site;
  const catalogue = createCatalogue(platform, accounts);
  const notices = createNotices(platform, accounts, catalogue, sales, orders);
  await sales.start();
  orders.start();
  // Known before the first sale, whose events would be missed otherwise.
  await platform.events.deliverPending();
  return new NoticeSite(site, notices);
}
