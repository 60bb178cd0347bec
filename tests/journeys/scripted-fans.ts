import { sql } from "kysely";
import { mintSessionCookies, sessionSecretOf } from "../../server/modules/accounts/index.ts";
import { newId } from "../../server/platform/ids.ts";
import type { JourneySale } from "./journey-sale.ts";
import type { JourneySite } from "./journey-site.ts";

/** A fan without a browser: a program that signs in, registers, claims and pays by the API. */
export interface ScriptedFan {
  readonly id: string;
  readonly email: string;
  ask(method: string, path: string, body?: unknown, pass?: string): Promise<Answer>;
}

type Answer = Readonly<Record<string, unknown>>;

/** @param address from which it comes: the journeys' own browsers are in 198.18.0.0/24 */
export async function scriptedFan(
  { millet, url }: JourneySite,
  email: string,
  address: string,
): Promise<ScriptedFan> {
  const id = newId<"fan">();
  const name = `Robin ${email.split("@")[0] ?? ""}`;
  await sql`
    insert into accounts.fans (id, name, email, email_verified, locale)
    values (${id}, ${name}, ${email}, true, 'en')`.execute(millet.platform.database.kysely);
  const cookie = mintSessionCookies({
    secret: sessionSecretOf(millet.platform.keys),
    fanId: id,
    name,
    email,
    nowMs: Date.now(),
    secure: false,
  });
  return {
    id,
    email,
    async ask(method, path, body, pass) {
      const answer = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: {
          cookie,
          "content-type": "application/json",
          "user-agent": "scripted/1.0",
          "x-forwarded-for": address,
          ...(pass === undefined ? {} : { "millet-pass": pass }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
      return JSON.parse(text) as Answer;
    },
  };
}

/** Claims one unit and pays for it in dollars. @returns the order's id */
export async function buy(
  { millet }: JourneySite,
  { id, variantId }: JourneySale,
  fan: ScriptedFan,
  line1: string,
): Promise<string> {
  const { pass } = await fan.ask("GET", `/sales/${id}/place`);
  const lines = [{ variantId, quantity: 1 }];
  const { claim } = await fan.ask("POST", `/sales/${id}/claims`, { lines }, String(pass));
  // A claim always has an id: the answer's schema says so.
  const orderId = (claim as { readonly id: string }).id;
  await fan.ask("POST", `/sales/${id}/claims/${orderId}/payments`, {
    method: "test_approve",
    currency: "USD",
    termsVersion: millet.platform.legalTexts.termsVersion,
    delivery: {
      name: "Robin Lark",
      line1,
      line2: null,
      city: "Norwich",
      region: null,
      postalCode: "NR1 1AA",
      country: "GB",
      phone: null,
    },
  });
  return orderId;
}
