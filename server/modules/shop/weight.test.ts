import { expect, test } from "bun:test";
import { createOrderSite } from "../../../tests/support/orders.ts";
import { PageVisitor } from "../../../tests/support/page-visitor.ts";
import { good, until } from "../../../tests/support/sale.ts";

const WEIGHT_MOST = 30_000;

const site = await createOrderSite();
const base = site.platform.config.baseUrl;

test("every page weighs less than 30 kB compressed, in both languages, all that it needs included", async () => {
  const fan = site.fan();
  const variants = site.variants.map((variantId) => ({ variantId, stock: 5, claimLimit: 3 }));
  const saleId = await site.openDraw([fan], { variants });
  const claim = good(await site.claim(saleId, fan)).body["claim"] as { id: string };
  const other = site.fan();
  good(await site.join(saleId, other));
  const ended = await site.openDraw([fan]);
  good(await site.operate(ended, "PUT", "ending", {}));
  await until(async () => (await site.send("GET", `/sales/${ended}/report`)).status === 200);
  const { body } = good(await site.send("GET", "/products"));
  const [product] = body["items"] as { id: string }[];
  const paths = [
    "/",
    `/products/${product?.id ?? ""}`,
    `/sales/${saleId}`,
    `/sales/${saleId}/waiting`,
    `/sales/${saleId}/details`,
    `/sales/${saleId}/leave`,
    `/sales/${saleId}/report`,
    `/sales/${ended}/report`,
    `/sales/${ended}/waiting`,
    "/orders",
    `/orders/${claim.id}?sale=${saleId}`,
    `/orders/${claim.id}/cancel?sale=${saleId}`,
    "/sign-in",
  ];
  for (const language of ["en", "zh-CN"]) {
    for (const { cookie } of [fan, other]) {
      for (const path of paths) {
        const headers = { cookie, "accept-language": language, "accept-encoding": "br, gzip" };
        const response = await site.app.request(`${base}${path}`, { headers }, {});
        const bytes = new Uint8Array(await response.arrayBuffer());
        const page = new TextDecoder().decode(Bun.gunzipSync(bytes));
        expect(response.headers.get("content-encoding")).toBe("gzip");
        expect(bytes.byteLength).toBeLessThan(WEIGHT_MOST);
        // Nothing else is loaded, so that this is all the weight there is.
        expect(page).not.toMatch(/<(?:img|iframe|script src|link rel="stylesheet")/);
      }
    }
  }
  const visitor = new PageVisitor(site.app, { base, cookie: other.cookie, language: "en" });
  expect((await visitor.open(`/sales/${saleId}/waiting`)).text).toMatch(/turn|in line/);
});
