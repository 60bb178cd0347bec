import { describe, expect, test } from "bun:test";
import { sql } from "kysely";
import { createApiClient } from "../../../../tests/support/api-client.ts";
import { testDatabase } from "../../../../tests/support/database.ts";
import { drawnPicture, pngAround, pngOf } from "../../../../tests/support/pictures.ts";
import { testPlatform } from "../../../../tests/support/platform.ts";
import { defaultBrand, KnownBrand } from "../../../platform/brand.ts";
import { createApp } from "../../../platform/http/app.ts";
import { legalMounts } from "../../../platform/legal/legal-pages.ts";
import { cliOperator, createAccounts, type OperatorRole } from "../../accounts/index.ts";
import { createSettings } from "../index.ts";

const database = await testDatabase();
const platform = testPlatform(database);
const accounts = createAccounts(platform);
const settings = createSettings(platform, accounts);
const pages = legalMounts(platform.brand, platform.legalTexts);
const app = createApp({
  config: platform.config,
  log: platform.log,
  metrics: platform.metrics,
  mounts: [...accounts.mounts, ...settings.mounts, ...pages],
  unready: () => Promise.resolve(undefined),
  version: "0.0.0",
});
const send = createApiClient(app);
const ask = (path: string, init: RequestInit = {}) =>
  app.request(`http://millet.test${path}`, init, {});

async function keyOf(role: OperatorRole): Promise<string> {
  const key = await accounts.createApiKey({ name: role, role }, { operator: cliOperator });
  return `Bearer ${key.token}`;
}

const owner = await keyOf("owner");
const operator = await keyOf("operator");
const support = await keyOf("support");

/** The settings as they are, fit to be sent back. */
async function current() {
  const { logo: _logo, terms: _terms, ...rest } = (await send("GET", "/settings")).body;
  return rest;
}

async function change(changes: Readonly<Record<string, unknown>>, as = owner) {
  return send("PUT", "/settings", { body: { ...(await current()), ...changes }, as });
}

function upload(bytes: Uint8Array, { as = owner, type = "image/png" } = {}) {
  return ask("/api/v1/settings/logo", {
    method: "PUT",
    body: bytes,
    headers: {
      authorization: as,
      "content-type": type,
      "content-length": String(bytes.byteLength),
    },
  });
}

async function page(path = "/terms", headers: Record<string, string> = {}) {
  const answer = await ask(path, { headers });
  return { text: await answer.text(), policy: answer.headers.get("content-security-policy") ?? "" };
}

async function lastAction() {
  const { rows } = await sql<{ action: string; details: unknown }>`
    select action, details from accounts.operator_actions where action like 'settings.%'
    order by sequence desc limit 1`.execute(database.kysely);
  return rows[0];
}

describe("what is set", () => {
  test("is the default at first, for everybody to read, and caches ask whether it still is", async () => {
    const read = await send("GET", "/settings");
    expect(read.body).toEqual({
      version: 1,
      name: "Millet",
      showsName: true,
      logo: null,
      accents: { light: "#934800", dark: "#f3b567" },
      languages: ["en", "zh-Hans"],
      defaultLanguage: "en",
      currencies: ["CNY", "EUR", "USD"],
      terms: "samples",
    } as never);
    const etag = read.headers.get("etag") ?? "";
    const again = await ask("/api/v1/settings", {
      headers: { "if-none-match": etag },
    });
    expect([again.status, again.headers.get("cache-control")]).toEqual([304, "public, no-cache"]);
  });

  test("shows on the next page, and the audit log says what was before", async () => {
    const changed = await change({
      name: "  Siskin & Söhne ",
      accents: { light: "#0B5394", dark: "#9fc5e8" },
    });
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({ version: 2, name: "Siskin & Söhne" });
    const { text, policy } = await page();
    expect(text).toContain("<title>Sample terms · Siskin &amp; Söhne</title>");
    expect(text).toContain("--accent:light-dark(#0b5394,#9fc5e8)");
    const style = /<style>([\s\S]*?)<\/style>/.exec(text)?.[1] ?? "";
    const digest = new Bun.CryptoHasher("sha256").update(style).digest("base64");
    expect(policy).toContain(`style-src 'sha256-${digest}'`);
    expect(await lastAction()).toEqual({
      action: "settings.changed",
      details: {
        before: { name: "Millet", accentLight: "#934800", accentDark: "#f3b567" },
        after: { name: "Siskin & Söhne", accentLight: "#0b5394", accentDark: "#9fc5e8" },
      },
    });
  });

  test("is not overwritten by who has not seen it, and what is as before is no change", async () => {
    const { version } = await current();
    const late = await change({ version: Number(version) - 1, name: "Late" });
    expect([late.status, late.body["code"], late.body["version"]]).toEqual([
      409,
      "version_conflict",
      version,
    ]);
    const same = await change({});
    expect(same.body["version"]).toBe(version as never);
  });

  test("belongs to owners and operators", async () => {
    expect((await change({ name: "Support's" }, support)).status).toBe(403);
    expect((await upload(drawnPicture("png"), { as: support })).status).toBe(403);
    const body = await current();
    expect((await send("PUT", "/settings", { body })).status).toBe(401);
    expect((await change({ name: "Operator's" }, operator)).status).toBe(200);
  });

  const refused: readonly [title: string, changes: Record<string, unknown>, path: string][] = [
    ["an empty name", { name: "   " }, "name"],
    ["a name of two lines, as a mail's header would have", { name: "A\nBcc: x@y.z" }, "name"],
    ["a name that turns the text around it", { name: "\u202eevil" }, "name"],
    ["a name of 61 characters", { name: "n".repeat(61) }, "name"],
    [
      "a colour that goes on",
      { accents: { light: "#934800}*{display:none", dark: "#f3b567" } },
      "accents.light",
    ],
    [
      "a pale colour on light pages",
      { accents: { light: "#f3b567", dark: "#f3b567" } },
      "accents.light",
    ],
    [
      "a dark colour on dark pages",
      { accents: { light: "#934800", dark: "#934800" } },
      "accents.dark",
    ],
    ["no language", { languages: [] }, "languages"],
    [
      "a default that is not offered",
      { languages: ["en"], defaultLanguage: "zh-Hans" },
      "defaultLanguage",
    ],
    ["a currency that nobody has", { currencies: ["CNY", "MIL"] }, "currencies.1"],
    ["a metal", { currencies: ["XAU"] }, "currencies.0"],
    ["a currency twice", { currencies: ["CNY", "CNY"] }, "currencies"],
    ["an unknown field", { logo: null }, ""],
  ];
  for (const [title, changes, path] of refused) {
    test(`is never ${title}`, async () => {
      const answer = await change(changes);
      expect(answer.status).toBe(422);
      const issues = answer.body["issues"] as { path: string }[];
      expect(issues.map((issue) => issue.path)).toContain(path);
    });
  }

  test("reaches another server of the same database", async () => {
    const other = testPlatform(database, { brand: new KnownBrand(defaultBrand(platform.config)) });
    const elsewhere = createSettings(other, accounts);
    await elsewhere.start();
    try {
      expect(other.brand.current().name).toBe(String((await current())["name"]));
      await change({ name: "Heard of" });
      const deadline = Date.now() + 10_000;
      while (other.brand.current().name !== "Heard of" && Date.now() < deadline)
        await Bun.sleep(50);
      expect(other.brand.current().name).toBe("Heard of");
    } finally {
      await elsewhere.stop();
    }
  });
});

describe("a language that is not offered", () => {
  test("is spoken on no page, and pages do not name it", async () => {
    const inChinese = { "accept-language": "zh-CN" };
    expect((await page("/terms?lang=zh-Hans")).text).toContain('<html lang="zh-Hans">');
    await change({ languages: ["en"], defaultLanguage: "en" });
    const { text } = await page("/terms?lang=zh-Hans", inChinese);
    expect(text).toContain('<html lang="en">');
    expect(text).not.toContain("/language?");
    await change({ languages: ["en", "zh-Hans"], defaultLanguage: "zh-Hans" });
    expect((await page("/terms", { "accept-language": "de" })).text).toContain('lang="zh-Hans"');
    await change({ defaultLanguage: "en" });
  });
});

describe("the logo", () => {
  test("is served for ever under its digest, and shown with its size on every page", async () => {
    for (const format of ["png", "jpeg", "webp"] as const) {
      const bytes = drawnPicture(format);
      // What it is sent as does not count: only what it is.
      const taken = await upload(bytes, { type: "application/octet-stream" });
      expect(taken.status).toBe(200);
      const { logo } = (await taken.json()) as { logo: { url: string } };
      expect(logo).toMatchObject({ format, width: 48, height: 24, sizeBytes: bytes.byteLength });
      expect((await page()).text.replaceAll(/\s+/g, " ")).toContain(
        `<img src="${logo.url}" alt="" width="72" height="36" />`,
      );
      const served = await ask(logo.url);
      expect(new Uint8Array(await served.arrayBuffer())).toEqual(new Uint8Array(bytes));
      expect(
        ["content-type", "x-content-type-options", "cache-control", "content-security-policy"].map(
          (name) => served.headers.get(name),
        ),
      ).toEqual([
        `image/${format}`,
        "nosniff",
        "public, max-age=31536000, immutable",
        "default-src 'none'; frame-ancestors 'none'",
      ]);
    }
  });

  test("stands for the name where that is not written beside it", async () => {
    await upload(drawnPicture("png"));
    await change({ name: 'Siskin "One"', showsName: false });
    const header = /<a class="brand"[\s\S]*?<\/a>/.exec((await page()).text)?.[0] ?? "";
    expect(header).toContain('alt="Siskin &quot;One&quot;"');
    expect(header.replaceAll(/<[^>]*>/g, "").trim()).toBe("");
    await change({ showsName: true });
  });

  test("is gone when it is replaced or removed, and both are in the audit log", async () => {
    const first = (await (await upload(pngOf(40, 20))).json()) as { logo: { url: string } };
    const second = (await (await upload(pngOf(60, 20))).json()) as { logo: { url: string } };
    expect((await ask(first.logo.url)).status).toBe(404);
    expect((await lastAction())?.action).toBe("settings.logo_replaced");
    const removed = await send("DELETE", "/settings/logo", { as: owner });
    expect(removed.body["logo"]).toBeNull();
    expect((await ask(second.logo.url)).status).toBe(404);
    expect(await lastAction()).toMatchObject({
      action: "settings.logo_removed",
      details: { before: { logo: { width: 60, format: "png" } }, after: { logo: null } },
    });
    expect((await page()).text).not.toContain("<img");
  });

  const text = (content: string) => new TextEncoder().encode(content);
  const attacks: readonly [title: string, bytes: Uint8Array, status: number, code: string][] = [
    ["an SVG named .png", text("<svg onload='alert(1)'/>"), 415, "logo_format_unknown"],
    ["a page named .png", text("<!doctype html><script>"), 415, "logo_format_unknown"],
    [
      "a header of 60000 by 60000 pixels",
      pngAround(60_000, 60_000, text("x")),
      422,
      "logo_size_wrong",
    ],
    ["half a picture", drawnPicture("webp").slice(0, 40), 422, "logo_damaged"],
    ["a picture that moves", pngAround(64, 32, text("x"), ["acTL"]), 422, "logo_moves"],
    ["257 KiB", new Uint8Array(257 * 1024), 413, "body_too_large"],
    ["20 MB", new Uint8Array(20_000_000), 413, "body_too_large"],
  ];
  for (const [title, bytes, status, code] of attacks) {
    test(`is never ${title}`, async () => {
      const answer = await upload(bytes);
      const problem = (await answer.json()) as { code: string };
      expect([answer.status, problem.code]).toEqual([status, code]);
      expect((await send("GET", "/settings")).body["logo"]).toBeNull();
    });
  }

  test("may be larger than other bodies, which may not", async () => {
    const name = "n".repeat(70_000);
    expect((await change({ name })).status).toBe(413);
    const more = Array.from({ length: 5_000 }, () => "teXt");
    const padded = pngAround(64, 32, new Uint8Array(), more);
    expect(padded.byteLength).toBeGreaterThan(platform.config.bodyLimitBytes);
    expect((await upload(padded)).status).toBe(200);
    await send("DELETE", "/settings/logo", { as: owner });
  });

  test("has no path to other files", async () => {
    for (const path of ["..%2f..%2fsecret", "0".repeat(64), "0".repeat(63) + "/"]) {
      expect((await ask(`/brand/logo/${path}`)).status).toBe(404);
    }
  });
});
