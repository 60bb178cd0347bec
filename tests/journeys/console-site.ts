import { sql } from "kysely";
import {
  type FanId,
  mintSessionCookies,
  sessionSecretOf,
} from "../../server/modules/accounts/index.ts";
import { newId } from "../../server/platform/ids.ts";
import { untilTrue } from "../support/server-process.ts";
import { draw, type JourneySale, open, publishSale } from "./journey-sale.ts";
import type { JourneySite, Operated } from "./journey-site.ts";

/** Sales in the states that operators meet, with fans in them and one paid order. */
export interface ConsoleSite {
  readonly draft: string;
  readonly registering: string;
  readonly selling: string;
  readonly ended: string;
  readonly productId: string;
  readonly variantId: string;
  /** Of nothing at all. */
  readonly missingId: string;
  /** Paid, of the sale that has ended. */
  readonly orderId: string;
  /** Of a registration, as every sale has one. */
  readonly firstNumber: string;
}

interface SeededFan {
  readonly id: FanId;
  readonly cookie: string;
}

let fans = 0;

/** A fan with an account, who is signed in without a browser. */
async function seedFan({ url, millet }: JourneySite): Promise<SeededFan> {
  const { database, keys } = millet.platform;
  fans += 1;
  const id = newId<"fan">();
  const name = `Fan ${fans}`;
  const email = `seeded.${fans}@example.com`;
  await sql`
    insert into accounts.fans (id, name, email, email_verified, locale)
    values (${id}, ${name}, ${email}, true, 'en')`.execute(database.kysely);
  const secret = sessionSecretOf(keys);
  const secure = url.startsWith("https:");
  const cookie = mintSessionCookies({ secret, fanId: id, name, email, nowMs: Date.now(), secure });
  return { id, cookie };
}

/** What a fan asks of the API. @throws Error with the problem document if it is refused */
async function askAs(
  { url }: JourneySite,
  { cookie }: SeededFan,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Operated> {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { cookie, origin: url, "content-type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return JSON.parse(text) as Operated;
}

async function register(site: JourneySite, { id }: JourneySale, count: number) {
  const registered: SeededFan[] = [];
  for (let done = 0; done < count; done += 1) {
    const fan = await seedFan(site);
    await askAs(site, fan, "POST", `/sales/${id}/registrations`);
    registered.push(fan);
  }
  return registered;
}

/** Claims with the fan's pass. @returns the claim's id, which is the order's, too */
async function claim(site: JourneySite, sale: JourneySale, fan: SeededFan): Promise<string> {
  const { pass } = await askAs(site, fan, "GET", `/sales/${sale.id}/place`);
  const lines = [{ variantId: sale.variantId, quantity: 1 }];
  const headers = { "millet-pass": String(pass) };
  const made = await askAs(site, fan, "POST", `/sales/${sale.id}/claims`, { lines }, headers);
  return (made["claim"] as { readonly id: string }).id;
}

const DELIVERY = { name: "Ana Lark", line1: "1 Field Lane", city: "Norwich", country: "GB" };

async function pay(site: JourneySite, { id }: JourneySale, fan: SeededFan, claimId: string) {
  await askAs(site, fan, "POST", `/sales/${id}/claims/${claimId}/payments`, {
    method: "test_approve",
    currency: "USD",
    delivery: DELIVERY,
    termsVersion: site.millet.platform.legalTexts.termsVersion,
  });
}

/** Makes it all through the API; whoever adds a page adds here what it needs to have content. */
export async function seedConsoleSite(site: JourneySite): Promise<ConsoleSite> {
  const registering = await publishSale(site, { stock: 10 });
  await register(site, registering, 3);
  const { variantId } = registering;
  const draft = await site.operate("POST", "/sales", {
    kind: "draw",
    drawMode: "beaconless",
    names: { en: "Winter round", "zh-Hans": "冬季发售" },
    variants: [{ variantId, stock: 5 }],
  });
  const run = async () => {
    const sale = await publishSale(site, { stock: 2 });
    const [first, second] = await register(site, sale, 3);
    if (first === undefined || second === undefined) throw new Error("fans are registered above");
    await draw(site, sale);
    await open(site, sale);
    const orderId = await claim(site, sale, first);
    await pay(site, sale, first, orderId);
    await claim(site, sale, second);
    return { ...sale, orderId };
  };
  const selling = await run();
  const ended = await run();
  await site.operate("PUT", `/sales/${ended.id}/ending`, { reason: "售罄" });
  const variant = await site.operate("GET", `/variants/${variantId}`);
  await untilTrue(async () => {
    const { rows } = await sql`select 1 from orders.orders where sale_id = ${ended.id}`.execute(
      site.millet.platform.database.kysely,
    );
    return rows.length === 2;
  }, "the orders are made");
  const productId = String(variant["productId"]);
  return {
    draft: draft.id,
    registering: registering.id,
    selling: selling.id,
    ended: ended.id,
    productId,
    variantId,
    missingId: newId(),
    orderId: ended.orderId,
    firstNumber: "1",
  };
}
