import {
  type FanId,
  mintSessionCookies,
  sessionSecretOf,
} from "../../server/modules/accounts/index.ts";
import { newId } from "../../server/platform/ids.ts";
import { DELIVERY } from "../support/orders.ts";
import type { JourneySale } from "./journey-sale.ts";
import type { JourneySite } from "./journey-site.ts";

/** Fans without a browser, who ask the API as a crowd does while somebody looks on. */
export class ApiCrowd {
  private readonly site: JourneySite;
  private readonly sale: JourneySale;
  private readonly cookies: readonly string[];

  constructor(site: JourneySite, sale: JourneySale, fans: number) {
    this.site = site;
    this.sale = sale;
    this.cookies = Array.from({ length: fans }, () => cookieOf(site));
  }

  async register(): Promise<void> {
    await Promise.all(this.cookies.map((cookie) => this.ask(cookie, "POST", "registrations")));
  }

  /**
   * Each fan claims one unit as soon as the line has reached the place, one after the other.
   * @param claims how many fans at the most
   * @returns the ids of the claims that were granted
   */
  async claim(claims: number, pauseMs = 0): Promise<readonly ApiClaim[]> {
    const granted: ApiClaim[] = [];
    for (const cookie of this.cookies) {
      if (granted.length >= claims) break;
      const place = await this.ask(cookie, "GET", "place");
      const body = { lines: [{ variantId: this.sale.variantId, quantity: 1 }] };
      const answer = await this.ask(cookie, "POST", "claims", body, String(place["pass"]));
      const { claim } = answer as { claim?: { id: string } };
      if (claim !== undefined) granted.push({ id: claim.id, cookie });
      if (pauseMs > 0) await Bun.sleep(pauseMs);
    }
    return granted;
  }

  /** Pays with the test provider. */
  async pay(claims: readonly ApiClaim[]): Promise<void> {
    const { termsVersion } = this.site.millet.platform.legalTexts;
    const body = { method: "test_approve", currency: "USD", delivery: DELIVERY, termsVersion };
    for (const { id, cookie } of claims) {
      await this.ask(cookie, "POST", `claims/${id}/payments`, body);
    }
  }

  private async ask(
    cookie: string,
    method: string,
    step: string,
    body?: unknown,
    pass?: string,
  ): Promise<Readonly<Record<string, unknown>>> {
    const answer = await fetch(`${this.site.url}/api/v1/sales/${this.sale.id}/${step}`, {
      method,
      headers: {
        cookie,
        origin: this.site.url,
        "content-type": "application/json",
        ...(pass === undefined ? {} : { "millet-pass": pass }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return text === "" ? {} : (JSON.parse(text) as Readonly<Record<string, unknown>>);
  }
}

export interface ApiClaim {
  readonly id: string;
  readonly cookie: string;
}

function cookieOf({ millet }: JourneySite): string {
  const id: FanId = newId<"fan">();
  return mintSessionCookies({
    secret: sessionSecretOf(millet.platform.keys),
    fanId: id,
    name: "A fan",
    email: `${id}@fans.test`,
    nowMs: Date.now(),
    secure: false,
  });
}
