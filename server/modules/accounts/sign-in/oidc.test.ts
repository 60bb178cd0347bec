import { expect, test } from "bun:test";
import { sql } from "kysely";
import { testDatabase } from "../../../../tests/support/database.ts";
import { type IssuerBehaviour, startOidcIssuer } from "../../../../tests/support/oidc-issuer.ts";
import { testConfig, testPlatform } from "../../../../tests/support/platform.ts";
import {
  createTestSite,
  signUpFan,
  type TestBrowser,
} from "../../../../tests/support/test-browser.ts";
import { systemClock } from "../../../platform/clock.ts";
import { createAccounts } from "../index.ts";

const issuer = startOidcIssuer();
const config = testConfig(issuer.settings);
const database = await testDatabase();
const { kysely } = database;
const site = siteWith(issuer.settings);
const siteOfMovedTokens = siteWith(issuer.settings);
const sitesWithoutUse = ["http://127.0.0.1:1", `${issuer.settings.OIDC_ISSUER}/`].map(
  (OIDC_ISSUER) => siteWith({ ...issuer.settings, OIDC_ISSUER }),
);
const siteWithoutIssuer = siteWith({});

function siteWith(settings: Readonly<Record<string, string>>) {
  const config = testConfig(settings);
  const platform = testPlatform(database, { clock: systemClock, config });
  return createTestSite(platform, createAccounts(platform).mounts);
}

/** From the button to the issuer's page. */
async function begin(browser: TestBrowser, next = "/sales/7"): Promise<string> {
  const sent = await browser.get(`/sign-in/oidc?next=${encodeURIComponent(next)}`);
  expect(sent.status).toBe(303);
  return sent.headers.get("location") ?? "";
}

/** The whole way; the address at which the browser ends. */
async function signIn(browser: TestBrowser, behaviour: IssuerBehaviour): Promise<string> {
  const back = issuer.signIn(await begin(browser), behaviour);
  const answer = await browser.get(back, { "sec-fetch-site": "cross-site" });
  expect(answer.status).toBe(302);
  return (answer.headers.get("location") ?? "").replace(config.baseUrl, "");
}

async function countFans(email: string): Promise<number> {
  const { rows } = await sql`select id from accounts.fans where email = ${email}`.execute(kysely);
  return rows.length;
}

test("a fan comes from the issuer, with an account of a proven address, and comes again", async () => {
  const page = await (await site.openBrowser().get("/sign-in?next=/sales/7")).text();
  expect(page).toContain("Continue with Example ID");
  const browser = site.openBrowser();
  const url = new URL(await begin(browser));
  expect(url.searchParams.get("code_challenge_method")).toBe("S256");
  expect(url.searchParams.get("scope")).toBe("openid email profile");
  for (const name of ["state", "nonce", "code_challenge"]) {
    expect((url.searchParams.get(name) ?? "").length).toBeGreaterThan(20);
  }
  const who = { sub: "sub-nora", email: "Nora@Example.com", name: "Nora" };
  expect(await signIn(browser, who)).toBe("/sales/7");
  const me = await (await browser.get("/api/v1/me")).json();
  expect(me).toMatchObject({ fan: { name: "Nora", email: "nora@example.com" } });

  const again = site.openBrowser();
  await signIn(again, { ...who, email: "moved@example.com", name: "Other" });
  expect(await (await again.get("/api/v1/me")).json()).toEqual(me as object);
  const { rows } = await sql`
    select provider_id, account_id, access_token, id_token from accounts.sign_in_methods
    where account_id = 'sub-nora'`.execute(kysely);
  const kept = { provider_id: "oidc", account_id: "sub-nora" };
  expect(rows).toEqual([{ ...kept, access_token: null, id_token: null }]);
});

test("an account of the same proven address is found, and stays the same account", async () => {
  const fan = await signUpFan(site);
  const browser = site.openBrowser();
  expect(await signIn(browser, { sub: "sub-same", email: fan.email })).toBe("/sales/7");
  expect(await (await browser.get("/api/v1/me")).json()).toMatchObject({ fan: { id: fan.id } });
});

test("an account whose address nobody has proven is not taken over", async () => {
  const email = "unproven@example.com";
  const sign = { name: "Mallory", email, password: "correct horse" };
  await site.openBrowser().post("/api/v1/auth/sign-up/email", sign);
  const browser = site.openBrowser();
  const end = await signIn(browser, { sub: "sub-unproven", email });
  expect(end).toStartWith("/sign-in?");
  expect(end).toContain("error=account_not_linked");
  expect(await (await browser.get(end)).text()).toContain("nobody has confirmed");
  expect((await browser.get("/api/v1/me")).status).toBe(401);
});

test("an address that the issuer does not vouch for makes and opens no account", async () => {
  const fan = await signUpFan(site);
  const fresh = "not.vouched@example.com";
  for (const email of [fan.email, fresh]) {
    const browser = site.openBrowser();
    const end = await signIn(browser, { sub: `sub-${email}`, email, emailVerified: false });
    expect(end).toContain("error=unable_to_get_user_info");
    expect(await (await browser.get(end)).text()).toContain('role="alert"');
    expect((await browser.get("/api/v1/me")).status).toBe(401);
  }
  expect(await countFans(fresh)).toBe(0);
});

const wrongTokens: Readonly<Record<string, IssuerBehaviour>> = {
  "signed by another key": { forges: true },
  "not signed at all": { alg: "none" },
  "for another client": { claims: { aud: "somebody-else" } },
  "of another issuer": { claims: { iss: "https://evil.example" } },
  "with another nonce": { claims: { nonce: "replayed" } },
  "without a nonce": { claims: { nonce: undefined } },
  "that has expired": { claims: { exp: 1_700_000_000 } },
  "without an end": { claims: { exp: undefined } },
  "of long ago": { claims: { iat: 1_700_000_000 } },
  "issued to another party": { claims: { azp: "somebody-else" } },
  "that names nobody": { claims: { sub: "" } },
  "without an address": { claims: { email: undefined } },
};

for (const [which, behaviour] of Object.entries(wrongTokens)) {
  test(`an ID token ${which} signs nobody in`, async () => {
    const email = "wrong.token@example.com";
    const browser = site.openBrowser();
    const end = await signIn(browser, { sub: "sub-wrong", email, ...behaviour });
    expect(end).toContain("error=unable_to_get_user_info");
    expect(await countFans(email)).toBe(0);
  });
}

test("a callback counts once, and only in the browser that began it", async () => {
  const email = "callback@example.com";
  const browser = site.openBrowser();
  const back = issuer.signIn(await begin(browser), { sub: "sub-callback", email });
  const victim = site.openBrowser();
  const foisted = await victim.get(back);
  expect(foisted.headers.get("location")).toContain("error=state_");
  expect((await victim.get("/api/v1/me")).status).toBe(401);
  const used = await browser.get(back);
  expect(used.status).toBe(302);
  const again = await browser.get(back);
  expect(again.headers.get("location")).toContain("/sign-in?error=");
  for (const nonsense of ["", "?state=x", "?error=<script>&state=x", "?code=x"]) {
    const answer = await site.openBrowser().get(`/api/v1/auth/callback/oidc${nonsense}`);
    expect(answer.headers.get("location")).toStartWith(`${config.baseUrl}/sign-in?error=`);
  }
});

test("a refusal of the issuer's comes back to the sign-in page, without its words", async () => {
  const browser = site.openBrowser();
  const url = new URL(await begin(browser));
  const state = url.searchParams.get("state") ?? "";
  const words = new URLSearchParams({ error: "access_denied", error_description: "Send money" });
  const answer = await browser.get(`/api/v1/auth/callback/oidc?${words.toString()}&state=${state}`);
  const end = answer.headers.get("location") ?? "";
  expect(end).toContain("error=access_denied");
  expect(end).not.toContain("money");
});

test("no foreign page begins a sign-in, and none leads to a foreign site", async () => {
  const browser = site.openBrowser();
  const foreign = await browser.get("/sign-in/oidc", { "sec-fetch-site": "cross-site" });
  expect([foreign.status, browser.cookies.size]).toEqual([200, 0]);
  const away = await browser.get("/sign-in/oidc?next=https://evil.example/");
  expect([away.status, browser.cookies.size]).toEqual([403, 0]);
});

test("what the issuer's metadata names inside, besides the issuer itself, is never called", async () => {
  const calls: string[] = [];
  const inside = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: (request) => {
      calls.push(request.url);
      return Response.json({ id_token: "x" });
    },
  });
  try {
    issuer.moveTokenEndpoint(`http://127.0.0.1:${inside.port}/token`);
    const browser = siteOfMovedTokens.openBrowser();
    const back = issuer.signIn(await begin(browser), { sub: "s", email: "ssrf@example.com" });
    const answer = await browser.get(back);
    expect(answer.headers.get("location")).toContain("error=invalid_code");
    expect(calls).toEqual([]);
  } finally {
    issuer.moveTokenEndpoint(undefined);
    await inside.stop(true);
  }
});

test("an issuer that is away, or calls itself otherwise, is said so and signs nobody in", async () => {
  for (const { openBrowser } of sitesWithoutUse) {
    const page = await openBrowser().get("/sign-in/oidc");
    expect([page.status, await page.text()]).toEqual([503, expect.stringContaining("alert")]);
  }
});

test("without an issuer there is no button, and the route says so", async () => {
  const browser = siteWithoutIssuer.openBrowser();
  expect(await (await browser.get("/sign-in")).text()).not.toContain("oidc-sign-in");
  const refused = await browser.post("/api/v1/auth/sign-in/social", { provider: "oidc" });
  expect(await refused.json()).toMatchObject({ status: 404, code: "oidc_not_configured" });
});
