import { expect, test } from "bun:test";
import { testDatabase } from "../../../tests/support/database.ts";
import { testConfig, testPlatform } from "../../../tests/support/platform.ts";
import { inTransaction } from "../database/database.ts";
import { createRouter } from "../http/router.ts";
import { mailMounts } from "./dev-mails.ts";

const database = await testDatabase();
const local = { NODE_ENV: "development", BASE_URL: "http://localhost:3000" };

function appWith(environment: Readonly<Record<string, string>>) {
  const config = testConfig(environment);
  const platform = testPlatform(database, { config });
  const app = createRouter();
  for (const mount of mailMounts(platform)) app.route(mount.path, mount.router);
  const get = (headers: Record<string, string> = {}) =>
    app.request("/dev/mails", { headers: { host: "localhost:3000", ...headers } });
  return { ...platform, get };
}

test("in development, mails are shown newest first, escaped, with their links", async () => {
  const { get, mail } = appWith(local);
  const messages = [
    { subject: "First", text: "Sign in: http://localhost:3000/sign-in?token=abc&x=1 <b>" },
    { subject: "<script>alert(1)</script>", text: "" },
  ];
  for (const [index, message] of messages.entries()) {
    await inTransaction(database, (tx) =>
      mail.send(tx, { to: "fan@example.org", key: `dev:${index}`, ...message }),
    );
  }
  const response = await get();
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("text/html; charset=UTF-8");
  const page = await response.text();
  const link = "http://localhost:3000/sign-in?token=abc&amp;x=1";
  expect(page).toContain(`<a href="${link}">${link}</a> &lt;b&gt;`);
  expect(page).toContain("&lt;script&gt;");
  expect(page).not.toContain("<script");
  expect(page.indexOf("&lt;script&gt;")).toBeLessThan(page.indexOf("First"));

  const policy = response.headers.get("content-security-policy") ?? "";
  expect(policy).not.toContain("unsafe");
  const style = /<style>([^]*?)<\/style>/.exec(page)?.[1] ?? "";
  const digest = new Bun.CryptoHasher("sha256").update(style).digest("base64");
  expect(policy).toContain(`style-src 'sha256-${digest}'`);

  const json = await get({ accept: "application/json" });
  expect(await json.json()).toMatchObject({
    mails: [{ to: "fan@example.org" }, { subject: "First", text: messages[0]?.text }],
  });
});

test.each([
  ["in production", { NODE_ENV: "production" }],
  ["in tests", { NODE_ENV: "test" }],
  ["with a mail server", { SMTP_URL: "smtp://localhost" }],
  ["where fans reach the server by a name", { BASE_URL: "https://shop.example.org" }],
])("%s, mails are not shown", async (_case, environment) => {
  const { get } = appWith({ ...local, ...environment });
  expect((await get()).status).toBe(404);
});

test("mails are not shown through a proxy, nor by a name that leads to this machine", async () => {
  const { get } = appWith(local);
  expect((await get({ "x-forwarded-for": "192.0.2.1" })).status).toBe(404);
  expect((await get({ host: "evil.example.org:3000" })).status).toBe(404);
});
