import { expect, test } from "bun:test";
import { createSaleSite, good, refusal, until } from "../../../tests/support/sale.ts";

const site = await createSaleSite();

test("x", async () => {
  const fans = site.fans(3);
  const saleId = await site.openDraw(fans);
  const [first, second, third] = await site.inOrder(saleId, fans);
  if (!first || !second || !third) throw new Error();
  console.log((await site.claim(saleId, first)).body);
  console.log((await site.claim(saleId, second)).body);
  console.log((await site.claim(saleId, third)).body);
  console.log(await site.footprint());
  console.log((await site.send("GET", `/sales/${saleId}/now`)).body);
  console.log((await site.ask(saleId, first, "DELETE", `claims/${saleId.toUpperCase()}`)).body);
  console.log((await site.send("DELETE", `/sales/${saleId.toUpperCase()}/claims/${saleId}`, { headers: { cookie: first.cookie } })).body);
  await Bun.sleep(500);
  console.log((await site.send("GET", `/sales/${saleId}`)).body);
  console.log((await site.send("GET", `/sales/${saleId}/now`)).body);
});
