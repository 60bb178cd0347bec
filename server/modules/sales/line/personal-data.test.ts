import { expect, test } from "bun:test";
import { createSaleSite, good } from "../../../../tests/support/sale.ts";
import { createTestSite, signUpFan } from "../../../../tests/support/test-browser.ts";
import { createMetrics } from "../../../platform/metrics.ts";

const site = await createSaleSite();

test("the account's own erasure reaches the sales, and its export has what they hold", async () => {
  const platform = { ...site.platform, metrics: createMetrics({ process: false }) };
  const web = createTestSite(platform, [...site.sales.mounts, ...site.accounts.mounts]);
  const { browser, email } = await signUpFan(web);
  const saleId = await site.publish();
  const joinedAs = await browser.post(`/api/v1/sales/${saleId}/registrations`);
  expect(joinedAs.status).toBe(201);
  const { randomBytes } = (await joinedAs.json()) as { randomBytes: string };
  const exported = await (await browser.get("/api/v1/me/export")).json();
  expect(exported).toMatchObject({
    sales: {
      registrations: [{ saleId, number: 1, place: null, standing: "entered", randomBytes }],
      claims: [],
      appeals: [],
      friendCodes: [],
    },
  });
  await browser.post("/api/v1/me/erasure-requests");
  const token = (await web.newestMail(email))?.token ?? "";
  expect((await browser.delete(`/api/v1/me?token=${token}`)).status).toBe(204);
  const page = good(await site.operate(saleId, "GET", "registrations"));
  expect(page.body["items"]).toMatchObject([{ number: 1, fanId: null, standing: "withdrawn" }]);
});
