import { cliOperator } from "../../server/modules/accounts/index.ts";
import type { Router } from "../../server/platform/http/router.ts";
import { OrderSite } from "../support/orders.ts";
import { good, SaleSite, type TestFan, until } from "../support/sale.ts";
import { publishSale } from "./journey-sale.ts";
import type { JourneySite } from "./journey-site.ts";

const UNITS = 6;
const FANS = 12;

/**
 * A sale of six units by draw among twelve fans, over to its last hold: eight claim, five pay, one
 * lets go and the next who waits gets that unit, one waits in vain.
 */
export async function sellOut(site: JourneySite): Promise<string> {
  const crowd = await crowdOf(site);
  const { id, variantId } = await publishSale(site, { stock: UNITS, waitingLimit: 10 });
  const fans = crowd.fans(FANS);
  for (const fan of fans) good(await crowd.join(id, fan));
  good(await crowd.operate(id, "PUT", "draw"));
  good(await crowd.operate(id, "PUT", "opening"));
  const line = await crowd.inOrder(id, fans);
  await until(async () => (await crowd.laneOf(id)).admittedThrough >= FANS);
  const claims: { saleId: string; fan: TestFan; claimId: string }[] = [];
  for (const fan of line.slice(0, UNITS + 2)) {
    const lines = [{ variantId, quantity: 1 }];
    const { claim } = good(await crowd.claim(id, fan, lines)).body as unknown as {
      claim: { id: string };
    };
    claims.push({ saleId: id, fan, claimId: claim.id });
  }
  const [letGo, ...rest] = claims as [(typeof claims)[0], ...typeof claims];
  for (const held of rest.slice(0, 5))
    good(await crowd.pay(held, "test_approve", { currency: "USD" }));
  good(await crowd.ask(id, letGo.fan, "DELETE", `claims/${letGo.claimId}`));
  const [served] = rest.slice(5);
  if (served === undefined) throw new Error("nobody waits");
  await until(async () => (await crowd.claimState(served)) === "held");
  good(await crowd.operate(id, "PUT", "ending", { reason: "all is sold" }));
  good(await crowd.ask(id, served.fan, "DELETE", `claims/${served.claimId}`));
  return id;
}

/** Fans beside those who sit before a browser; the same server answers them over HTTP. */
async function crowdOf({ url, millet }: JourneySite): Promise<OrderSite> {
  const { platform, accounts, sales, orders } = millet;
  const key = await accounts.createApiKey(
    { name: "the crowd's operator", role: "owner" },
    { operator: cliOperator },
  );
  const request = (path: string, init: RequestInit) =>
    fetch(path.replace("http://millet.test", url), init);
  // Of the whole application only this is asked.
  const app = { request } as unknown as Router;
  const parts = { platform, accounts, sales, app, owner: `Bearer ${key.token}` };
  return new OrderSite(new SaleSite({ ...parts, variants: ["", ""] }), orders);
}
