import { expect, test } from "bun:test";
import { sql } from "kysely";
import { testDatabase } from "../../../../tests/support/database.ts";
import { testPlatform } from "../../../../tests/support/platform.ts";
import { createTestSite, signUpFan } from "../../../../tests/support/test-browser.ts";
import { systemClock } from "../../../platform/clock.ts";
import { type FanId, createAccounts } from "../index.ts";

const platform = testPlatform(await testDatabase(), { clock: systemClock });
const accounts = createAccounts(platform);
const site = createTestSite(platform, accounts.mounts);
const path = "/api/v1/me/delivery-address";

const address = {
  name: "Anna Meier",
  line1: "Lange Straße 7",
  line2: null,
  city: "Köln",
  region: null,
  postalCode: "50667",
  country: "DE",
  phone: "+49 221 555 0100",
};

async function problemOf(response: Response) {
  const { status, code } = (await response.json()) as { status: number; code: string };
  return `${status} ${code}`;
}

test("a fan keeps, changes and forgets a delivery address", async () => {
  const { browser, id } = await signUpFan(site);
  expect(await problemOf(await browser.get(path))).toBe("404 no_delivery_address");
  const typed = { ...address, name: "  Anna Meier ", line2: "", region: "" };
  const saved = await browser.put(path, typed);
  expect([saved.status, await saved.json()]).toEqual([200, address]);
  expect(await (await browser.get(path)).json()).toEqual(address);
  expect(await accounts.findDeliveryAddress(id as FanId)).toEqual(address);

  const { city, line1, name } = address;
  await browser.put(path, { name, line1, city, country: "HK" });
  const least = { name, line1, city, country: "HK", line2: null, region: null };
  expect(await accounts.findDeliveryAddress(id as FanId)).toEqual({
    ...least,
    postalCode: null,
    phone: null,
  });
  expect((await browser.delete(path)).status).toBe(204);
  expect((await browser.delete(path)).status).toBe(204);
  expect(await accounts.findDeliveryAddress(id as FanId)).toBeUndefined();
});

test("an account that was erased a moment ago keeps no address", async () => {
  const { browser, id } = await signUpFan(site);
  await sql`delete from accounts.fans where id = ${id}`.execute(platform.database.kysely);
  expect(await problemOf(await browser.put(path, address))).toBe("401 not_signed_in");
});

test("what is no address is refused and leaves the one before", async () => {
  const { browser } = await signUpFan(site);
  await browser.put(path, address);
  const wrong: readonly Record<string, unknown>[] = [
    { country: "XX" },
    { country: "de" },
    { country: undefined },
    { name: " " },
    { name: "An\u202ena" },
    { line1: "x".repeat(121) },
    { line2: "two\nlines" },
    { city: 7 },
    { postalCode: "x".repeat(17) },
    { phone: "call me" },
    { phone: "+" },
    { planet: "Earth" },
  ];
  for (const change of wrong) {
    const refused = await browser.put(path, { ...address, ...change });
    expect([change, await problemOf(refused)]).toEqual([change, "422 invalid_request"]);
  }
  expect(await (await browser.get(path)).json()).toEqual(address);
});

test("an address is its fan's alone, and no foreign page changes it", async () => {
  const anna = await signUpFan(site);
  const berta = await signUpFan(site);
  await anna.browser.put(path, address);
  expect(await problemOf(await berta.browser.get(path))).toBe("404 no_delivery_address");
  expect(await problemOf(await site.openBrowser().get(path))).toBe("401 not_signed_in");
  const foreign = await anna.browser.put(path, address, { origin: "https://evil.example" });
  expect(await problemOf(foreign)).toBe("403 foreign_origin");
});

test("other modules find accounts by their ids, and nothing for what is no account", async () => {
  const anna = await signUpFan(site);
  const unknown = "0198f0a0-0000-7000-8000-000000000000";
  const found = await accounts.findFans([anna.id, unknown]);
  expect([...found.keys()]).toEqual([anna.id]);
  expect(found.get(anna.id)).toMatchObject({ name: "Anna", email: anna.email, locale: "en" });
  expect(found.get(anna.id)?.createdAt).toBeInstanceOf(Date);
  expect(await accounts.findFans([])).toEqual(new Map());
});
