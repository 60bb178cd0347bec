import { expect, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testConfig } from "../support/platform.ts";
import { buildWebApp } from "../../web/build.ts";
import { defaultBrand, KnownBrand } from "../../server/platform/brand.ts";
import { createApp } from "../../server/platform/http/app.ts";
import { createLog } from "../../server/platform/log.ts";
import { createMetrics } from "../../server/platform/metrics.ts";
import { readBuiltFiles } from "../../server/platform/web-app/built-files.ts";
import { webAppMounts } from "../../server/platform/web-app/web-app.ts";

await buildWebApp({ ifStale: true });
const folder = join(import.meta.dir, "../../web/dist");
const files = readBuiltFiles(folder);
if (files === undefined) throw new Error("the web app is built above");
const config = testConfig();
const log = createLog(config.logLevel);

const FIRST_LOAD_MOST = 250_000;
const PAGES = ["/console", "/console/sales/1/report", "/me", "/me/account"];

function appFor(builtFolder?: string) {
  const mounts = webAppMounts({
    brand: new KnownBrand(defaultBrand(config)),
    config,
    log,
    ...(builtFolder && { folder: builtFolder }),
  });
  const unready = () => Promise.resolve(undefined);
  return createApp({
    config,
    log,
    metrics: createMetrics({ process: false }),
    mounts,
    unready,
    version: "test",
  });
}

const app = appFor();

/** Asks for an address as it is written: what a browser would tidy up is sent all the same. */
function ask(path: string, init: RequestInit = {}) {
  return app.request(new Request(`${config.baseUrl}${path}`, init), undefined, {});
}

test("each page answers with the document that loads the app, stored by nobody", async () => {
  for (const path of PAGES) {
    const page = await ask(path);
    expect([path, page.status]).toEqual([path, 200]);
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(page.headers.get("cache-control")).toBe("no-store");
    expect(await page.text()).toContain(`<script type="module" src="/app/${files.script}">`);
  }
  expect((await ask("/consoles")).status).toBe(404);
  expect((await ask("/mean")).status).toBe(404);
});

test("the content policy permits our own files alone, and a new nonce for styles each time", async () => {
  const policies: string[] = [];
  for (const path of ["/me", "/me"]) {
    const page = await ask(path);
    const policy = page.headers.get("content-security-policy") ?? "";
    const rules = new Map(
      policy.split("; ").map((rule) => {
        const [name = "", ...sources] = rule.split(" ");
        return [name, sources] as const;
      }),
    );
    expect(rules.get("default-src")).toEqual(["'none'"]);
    expect(rules.get("script-src")).toEqual(["'self'"]);
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? "";
    expect(nonce.length).toBeGreaterThanOrEqual(20);
    expect(await page.text()).toContain(`<meta name="style-nonce" content="${nonce}"`);
    policies.push(policy);
  }
  expect(new Set(policies).size).toBe(2);
});

test("no built file names a foreign host to load from, and the page has no script of its own", async () => {
  const page = await (await ask("/me")).text();
  const scripts = page.match(/<script[^>]*>[^<]*/g) ?? [];
  expect(scripts).toHaveLength(1);
  expect(scripts.every((script) => script.endsWith(">"))).toBe(true);
  expect(page).not.toMatch(/(?:src|href)="https?:/);
  for (const name of readdirSync(join(folder, "assets"))) {
    if (!name.endsWith(".css")) continue;
    const css = await Bun.file(join(folder, "assets", name)).text();
    expect([name, css.match(/(?:url\(["']?|@import\s+["'])(?:https?:)?\/\/[^)"']*/g)]).toEqual([
      name,
      null,
    ]);
  }
});

test("built files have their types, may be kept for ever, and are compressed on demand", async () => {
  const [style = ""] = files.styles;
  for (const [name, type] of [
    [files.script, "text/javascript"],
    [style, "text/css"],
  ] as const) {
    const plain = await ask(`/app/${name}`);
    expect(plain.headers.get("content-type")).toStartWith(type);
    expect(plain.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(plain.headers.get("vary")).toContain("accept-encoding");
    expect(plain.headers.get("content-encoding")).toBeNull();
    const zipped = await ask(`/app/${name}`, { headers: { "accept-encoding": "br, gzip" } });
    expect(zipped.headers.get("content-encoding")).toBe("gzip");
    const bytes = new Uint8Array(await zipped.arrayBuffer());
    expect(new TextDecoder().decode(Bun.gunzipSync(bytes))).toBe(await plain.text());
    const head = await ask(`/app/${name}`, { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
    expect(head.headers.get("content-type")).toStartWith(type);
  }
});

test.each([
  "/app/assets/nothing.js",
  "/app/assets/",
  "/app/assets/..%2fmanifest.json",
  "/app/assets/%2e%2e%2fstamp.txt",
  "/app/assets/..%5cmanifest.json",
  "/app/assets/%00",
  "/app/manifest.json",
  "/app/stamp.txt",
  "/app/assets/../manifest.json",
])("what the build did not make is not there: %s", async (path) => {
  const answer = await ask(path);
  expect(answer.status).toBe(404);
  expect(await answer.text()).not.toContain('"file"');
});

test("without a script a fan goes on to the account page, and the console says what is needed", async () => {
  const refresh = 'http-equiv="refresh" content="0; url=/account"';
  for (const path of ["/me", "/me/account", "/me?next=1"]) {
    expect(await (await ask(path)).text()).toContain(refresh);
  }
  const chinese = await (await ask("/me?lang=zh-Hans")).text();
  expect(chinese).toContain("url=/account?lang=zh-Hans");
  const consolePage = await (await ask("/console")).text();
  expect(consolePage).not.toContain("http-equiv");
  expect(consolePage).toContain("This page needs JavaScript.");
});

test("where nothing was built, pages say so in the reader's language and lead on", async () => {
  const empty = mkdtempSync(join(tmpdir(), "millet-unbuilt-"));
  const unbuilt = appFor(empty);
  try {
    const headers = { "accept-language": "zh-CN" };
    const page = await unbuilt.request(`${config.baseUrl}/me`, { headers }, {});
    expect(page.status).toBe(503);
    const text = await page.text();
    expect(text).toContain("npm run build");
    expect(text).toContain("尚未构建");
    expect(text).toContain('href="/account"');
    const file = await unbuilt.request(`${config.baseUrl}/app/${files.script}`, {}, {});
    expect(file.status).toBe(404);
  } finally {
    rmSync(empty, { recursive: true });
  }
});

test("the first load weighs at most 250 kB compressed, all that it needs at once included", async () => {
  const weights = new Map<string, number>();
  for (const name of [files.script, ...files.preloads, ...files.styles]) {
    const bytes = await Bun.file(join(folder, name)).bytes();
    weights.set(name, Bun.gzipSync(bytes, { level: 9 }).byteLength);
  }
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  const figures = [...weights].map(([name, weight]) => `${name} ${weight}`).join("\n");
  if (total > FIRST_LOAD_MOST) throw new Error(`the first load weighs ${total} bytes:\n${figures}`);
  expect(total).toBeLessThanOrEqual(FIRST_LOAD_MOST);
});
