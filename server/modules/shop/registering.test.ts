import { expect, test } from "bun:test";
import { createOrderSite } from "../../../tests/support/orders.ts";
import { PageVisitor } from "../../../tests/support/page-visitor.ts";
import { createTestSite, signUpFan } from "../../../tests/support/test-browser.ts";
import { createMetrics } from "../../platform/metrics.ts";

const site = await createOrderSite();
const base = site.platform.config.baseUrl;
/** The same server's sign-in, for fans with accounts and mailboxes. */
const metrics = createMetrics({ process: false });
const mailSite = createTestSite({ ...site.platform, metrics }, site.accounts.mounts);

test("where a sale asks for work, a browser without a script registers by a mailed link", async () => {
  const saleId = await site.publish({ proofOfWork: { difficulty: 50_000 } });
  const { browser, email } = await signUpFan(mailSite);
  const cookie = browser.cookieHeader();
  const visitor = new PageVisitor(site.app, { base, cookie, language: "en" });
  const form = await visitor.open(`/sales/${saleId}/waiting`);
  expect(form.html).toContain(`data-challenge="/api/v1/sales/${saleId}/registration-challenge"`);
  expect(form.text).toContain("Without JavaScript we mail you a link");
  const asked = await visitor.submit(`/sales/${saleId}/registrations`, {});
  expect(asked.path).toBe(`/sales/${saleId}/registration-links`);
  expect(asked.text).toContain("Look into your mailbox");
  expect((await site.operate(saleId, "GET", "registrations")).body["items"]).toEqual([]);

  const mail = await mailSite.newestMail(email);
  const link = mail?.link ?? "";
  expect(link).toStartWith(`/sales/${saleId}/registration-links/`);
  const stranger = new PageVisitor(site.app, { base, language: "zh-CN" });
  const page = await stranger.open(link);
  expect(page.text).toContain("还差一步");
  expect((await site.operate(saleId, "GET", "registrations")).body["items"]).toEqual([]);
  const foreign = await stranger.submit(link, {}, { origin: "https://evil.example" });
  expect(foreign.status).toBe(403);
  const done = await stranger.submit(link, {});
  expect([done.status, done.text.includes("您已登记")]).toEqual([200, true]);
  expect((await site.operate(saleId, "GET", "registrations")).body["items"]).toHaveLength(1);
  expect((await visitor.open(`/sales/${saleId}/waiting`)).text).toContain("You are registered");
});

test("a wrong link says so and registers nobody", async () => {
  const saleId = await site.publish({ proofOfWork: { difficulty: 50_000 } });
  const visitor = new PageVisitor(site.app, { base, language: "en" });
  const path = `/sales/${saleId}/registration-links/${"A".repeat(92)}`;
  for (const page of [await visitor.open(path), await visitor.submit(path, {})]) {
    expect(page.status).toBeGreaterThanOrEqual(400);
    expect(page.text).toContain("This link is wrong.");
  }
  expect((await site.operate(saleId, "GET", "registrations")).body["items"]).toEqual([]);
});

test("the conditions of a sale stand above its form, and who does not meet them is told", async () => {
  const saleId = await site.publish({ eligibility: { anyOf: [{ accountAgeDays: 30 }] } });
  const { browser } = await signUpFan(mailSite);
  const cookie = browser.cookieHeader();
  const visitor = new PageVisitor(site.app, { base, cookie, language: "en" });
  const form = await visitor.open(`/sales/${saleId}/waiting`);
  expect(form.text).toContain("Your account is at least 30 days old.");
  const refused = await visitor.submit(`/sales/${saleId}/registrations`, {});
  expect([refused.status, refused.text.includes("does not meet the conditions")]).toEqual([
    403,
    true,
  ]);
  expect((await site.operate(saleId, "GET", "registrations")).body["items"]).toEqual([]);
});
