import { expect, test } from "bun:test";
import { createOrderSite } from "../../../tests/support/orders.ts";
import { PageVisitor } from "../../../tests/support/page-visitor.ts";
import { good, until } from "../../../tests/support/sale.ts";

const site = await createOrderSite();
const base = site.platform.config.baseUrl;
const day = 24 * 3_600_000;
const inDays = (days: number) => new Date(Date.now() + days * day).toISOString();

const reader = (language = "en") => new PageVisitor(site.app, { base, language });

test("the list of sales tells what is coming, on sale and over, and never a draft", async () => {
  const empty = await createOrderSite();
  const nobody = new PageVisitor(empty.app, { base, language: "zh-CN" });
  expect((await nobody.open("/")).text).toContain("暂无发售");
  await site.draft({ names: { en: "Secret draft" } });
  await site.publish({ names: { en: "Round to come" }, registrationOpensAt: inDays(2) });
  await site.openDraw([], { names: { en: "Round of today" } });
  const over = await site.openDraw([], { names: { en: "Round of old" } });
  good(await site.operate(over, "PUT", "ending", {}));
  const page = await until(async () => {
    const found = await reader().open("/");
    return found.text.includes("This sale is over") && found;
  });
  const text = page.text.slice(page.text.indexOf("Limited runs"));
  const order = [
    "On sale now",
    "Round of today",
    "Coming",
    "Round to come",
    "Over",
    "Round of old",
  ];
  const positions = order.map((part) => text.indexOf(part));
  expect(positions).toEqual(positions.toSorted((a, b) => a - b));
  expect(positions).not.toContain(-1);
  expect(page.text).not.toContain("Secret draft");
});

test("a draft, an unknown sale and a mistyped address have the same page", async () => {
  const draft = await site.draft();
  for (const id of [draft, "00000000-0000-7000-8000-000000000000", "nonsense"]) {
    for (const path of [`/sales/${id}`, `/sales/${id}/report`]) {
      const page = await reader().open(path);
      expect([page.status, page.text.includes("There is no such page")]).toEqual([404, true]);
    }
  }
});

test("a sale's page is the same for everybody who reads its language, and may be cached", async () => {
  const saleId = await site.publish({ opensAt: inDays(3) });
  const fan = site.fan();
  const stranger = await reader().open(`/sales/${saleId}`);
  const signedIn = new PageVisitor(site.app, { base, cookie: fan.cookie, language: "en" });
  const page = await signedIn.open(`/sales/${saleId}`);
  expect(page.html).toBe(stranger.html);
  expect(page.headers.get("cache-control")).toBe("public, max-age=2");
  expect(page.headers.getSetCookie()).toEqual([]);
  const etag = page.headers.get("etag") ?? "";
  expect((await signedIn.open(`/sales/${saleId}`, { "if-none-match": etag })).status).toBe(304);
  const linked = await reader("zh-CN").open(`/sales/${saleId}?lang=en&utm_source=mail`);
  expect(linked.headers.get("vary")).toBe("accept-encoding");
  expect(linked.html).toContain(`href="/sales/${saleId}/waiting?lang=en"`);
});

test("a sale says what it sells, for how much, when, and how its places are drawn", async () => {
  const saleId = await site.publish({
    names: { en: "First round", "zh-Hans": "首轮" },
    drawMode: "beacon",
    registrationClosesAt: inDays(1),
    opensAt: inDays(2),
  });
  const page = await reader().open(`/sales/${saleId}`);
  expect(page.text).toContain("Registration open");
  expect(page.text).toContain("CN¥1,999");
  expect(page.text).toContain("one per person");
  expect(page.text).toContain("randomness beacon drand publishes its round");
  expect(page.text).toContain("UTC");
  const chinese = await reader("zh-CN").open(`/sales/${saleId}`);
  expect(chinese.html).toContain('<html lang="zh-Hans">');
  expect(chinese.text).toContain("首轮");
  expect(chinese.text).toContain("公共随机信标");
});

test("a draw without a beacon says that the operator could have influenced it", async () => {
  const saleId = await site.publish();
  expect((await reader().open(`/sales/${saleId}`)).text).toContain(
    "the operator could have influenced it",
  );
  expect((await reader("zh").open(`/sales/${saleId}`)).text).toContain("运营方有可能影响抽签结果");
});

test("names are text, whatever they hold", async () => {
  const saleId = await site.publish({ names: { en: '<img src=x onerror="alert(1)">' } });
  const page = await reader().open(`/sales/${saleId}`);
  expect(page.html).not.toContain("<img");
  expect(page.text).toContain('<img src=x onerror="alert(1)">');
  const policy = page.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain("unsafe");
});

test("a language is chosen once, and no foreign address is gone to", async () => {
  const visitor = reader();
  const page = await visitor.open("/language?lang=zh-Hans&next=/");
  expect([page.path, page.html.includes('<html lang="zh-Hans">')]).toEqual(["/", true]);
  expect((await visitor.open("/")).html).toContain('<html lang="zh-Hans">');
  for (const next of ["//evil.example", "/\\evil.example", "https://evil.example", ""]) {
    const asked = `/language?lang=en&next=${encodeURIComponent(next)}`;
    const response = await site.app.request(`${base}${asked}`, {}, {});
    expect(response.headers.get("location")).toBe("/");
  }
});

test("the report is a page with the files and the command that checks them", async () => {
  const fan = site.fan();
  const saleId = await site.openDraw([fan]);
  const early = await reader().open(`/sales/${saleId}/report`);
  expect(early.text).toContain("published when the sale is over");
  good(await site.claim(saleId, fan));
  good(await site.operate(saleId, "PUT", "ending", {}));
  const page = await until(async () => {
    const found = await reader().open(`/sales/${saleId}/report`);
    return found.text.includes("In figures") && found;
  });
  expect(page.text).toContain("Claims 1");
  expect(page.text).toContain("npm run cli -- verify report.json");
  const files = [...page.html.matchAll(/href="(\/api\/[^"]+)" download/g)].map(([, path]) => path);
  expect(files).toHaveLength(3);
  for (const path of files) {
    expect((await site.app.request(`${base}${path}`, {}, {})).status).toBe(200);
  }
});
