import { expect, test } from "bun:test";
import { createOrderSite } from "../../../tests/support/orders.ts";
import { PageVisitor } from "../../../tests/support/page-visitor.ts";
import { good, until } from "../../../tests/support/sale.ts";

const site = await createOrderSite();
const base = site.platform.config.baseUrl;
const reader = (language = "en") => new PageVisitor(site.app, { base, language });
const asOwner = { authorization: site.owner };

test("an operator sees a draft as fans will, marked as a preview and kept by nobody", async () => {
  const draft = await site.draft({ names: { en: "Secret draft", "zh-Hans": "秘密草稿" } });
  const page = await reader().open(`/sales/${draft}/preview`, asOwner);
  expect(page.text).toContain("Only the staff see this page.");
  expect(page.text).toContain("Secret draft");
  expect(page.text).toContain("Registration open");
  expect(page.html).not.toContain(`/sales/${draft}/waiting`);
  expect(page.headers.get("cache-control")).toBe("no-store");
  const chinese = await reader("zh-CN").open(`/sales/${draft}/preview`, asOwner);
  expect(chinese.text).toContain("仅员工可见");
});

test("who is not signed in is asked to, and others of the staff find nothing", async () => {
  const draft = await site.draft({ names: { en: "Secret draft" } });
  const path = `/sales/${draft}/preview`;
  const response = await site.app.request(`${base}${path}`, {}, {});
  expect(response.headers.get("location")).toBe(`/sign-in?next=${encodeURIComponent(path)}`);
  const page = await reader().open(path, { authorization: await site.keyOf("support") });
  expect([page.status, page.text.includes("Secret draft")]).toEqual([404, false]);
});

test("the preview of a sale that is published is its page", async () => {
  const saleId = await site.publish();
  const page = await reader().open(`/sales/${saleId}/preview`, asOwner);
  expect(page.path).toBe(`/sales/${saleId}`);
});

test("a draft that is called off was never public and stays so", async () => {
  const draft = await site.draft({ names: { en: "Never shown" } });
  good(await site.operate(draft, "DELETE", "publication"));
  expect((await reader().open(`/sales/${draft}`)).status).toBe(404);
  expect((await reader().open("/")).text).not.toContain("Never shown");
  expect((await site.send("GET", `/sales/${draft}`)).status).toBe(401);
  const { items } = good(await site.send("GET", "/sales")).body as unknown as {
    items: readonly { id: string }[];
  };
  expect(items.map(({ id }) => id)).not.toContain(draft);
});

test("a published sale that is called off says so to everybody", async () => {
  const saleId = await site.publish({ names: { en: "Called off" } });
  good(await site.operate(saleId, "DELETE", "publication"));
  expect((await reader().open(`/sales/${saleId}`)).text).toContain("This sale was cancelled");
  await until(async () => (await reader().open("/")).text.includes("Called off"));
});

test("operators find the sales in one state", async () => {
  await site.draft();
  const { items } = good(await site.send("GET", "/sales/drafts?state=draft", { as: site.owner }))
    .body as unknown as { items: readonly { state: string }[] };
  expect(new Set(items.map(({ state }) => state))).toEqual(new Set(["draft"]));
  const wrong = await site.send("GET", "/sales/drafts?state=odd", { as: site.owner });
  expect(wrong.status).toBe(422);
});
