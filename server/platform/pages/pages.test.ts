import { expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { html } from "hono/html";
import { rejectionOf } from "../../../tests/support/rejection.ts";
import { defaultBrand, KnownBrand } from "../brand.ts";
import { browserScript } from "./browser-script.ts";
import { clockDigits } from "./browser/clock-digits.ts";
import { readForm } from "./forms.ts";
import { pageBytes, privatePage, publicPage } from "./page-response.ts";
import { viewPage } from "./page-view.ts";
import { Shelf } from "./shelf.ts";

const own = "https://millet.test";
const brand = new KnownBrand(defaultBrand({ brandName: "Siskin" }));
const view = (headers: Record<string, string> = {}, path = "/") =>
  viewPage({ url: `${own}${path}`, headers: new Headers(headers) }, brand);
const page = { title: "A page", main: html`<h1>Hello</h1>` };
const request = (headers: Record<string, string> = {}) => new Request(own, { headers });

function send(body: string, headers: Record<string, string> = {}): Request {
  const type = { "content-type": "application/x-www-form-urlencoded" };
  return new Request(own, { method: "POST", body, headers: { ...type, origin: own, ...headers } });
}

test("a form gives its fields, trimmed, the first of each name", async () => {
  const form = await readForm(send("a=+1+&a=2&b=%E4%BD%A0"), own);
  expect([form?.text("a"), form?.text("b"), form?.text("c")]).toEqual(["1", "你", ""]);
  expect([form?.has("b"), form?.has("c")]).toEqual([true, false]);
  const many = "a=1&".repeat(100_000);
  expect((await readForm(send(many), own))?.entries.length).toBe(200);
});

const refused: readonly [title: string, headers: Record<string, string>][] = [
  ["of another site", { origin: "https://evil.example" }],
  ["of a page without an origin", { origin: "null" }],
  ["of another type", { "content-type": "text/plain" }],
];

for (const [title, headers] of refused) {
  test(`a form ${title} is none`, async () => {
    expect(await readForm(send("a=1", headers), own)).toBeUndefined();
  });
}

test("only the page's own style and script are permitted, by their digests", async () => {
  const folder = mkdtempSync(join(tmpdir(), "millet-script-"));
  const entry = join(folder, "entry.ts");
  writeFileSync(entry, "const title: string = document.title; document.title = title + 1;");
  const script = await browserScript(pathToFileURL(entry))();
  rmSync(folder, { recursive: true });
  const { plain, policy } = await pageBytes(view(), { ...page, script });
  const text = new TextDecoder().decode(plain);
  const code = /<script>([\s\S]*)<\/script>/.exec(text)?.[1] ?? "";
  const digest = new Bun.CryptoHasher("sha256").update(code).digest("base64");
  expect(policy).toContain(`script-src 'sha256-${digest}'`);
  const style = /<style>([\s\S]*?)<\/style>/.exec(text)?.[1] ?? "";
  expect(policy).toContain(new Bun.CryptoHasher("sha256").update(style).digest("base64"));
  expect(policy).not.toContain("unsafe");
});

test("a private page is kept by nobody and keeps a language of the address", async () => {
  const chinese = view({}, "/?lang=zh-Hans");
  const answer = await privatePage(request(), chinese, page, { status: 422, secure: true });
  expect([answer.status, answer.headers.get("cache-control")]).toEqual([422, "no-store"]);
  expect(answer.headers.getSetCookie()[0]).toMatch(/^lang=zh-Hans; .*Secure$/);
  expect(answer.headers.get("content-language")).toBe("zh-Hans");
});

test("a public page comes compressed where that is taken, and not at all where it is known", async () => {
  const bytes = await pageBytes(view(), page);
  const zipped = publicPage(request({ "accept-encoding": "gzip, br" }), view(), bytes, 2);
  const unzipped = Bun.gunzipSync(new Uint8Array(await zipped.arrayBuffer()));
  expect(new TextDecoder().decode(unzipped)).toContain("<h1>Hello</h1>");
  for (const accepted of ["", "gzip;q=0", "br"]) {
    const plain = publicPage(request({ "accept-encoding": accepted }), view(), bytes, 2);
    expect(plain.headers.get("content-encoding")).toBeNull();
    expect(await plain.text()).toContain("<h1>Hello</h1>");
  }
  const known = publicPage(request({ "if-none-match": bytes.etag }), view(), bytes, 2);
  expect([known.status, known.headers.get("cache-control")]).toEqual([304, "public, max-age=2"]);
});

test("a page that is not for search engines says so, and one that is has a description", async () => {
  const text = async (description?: string) =>
    new TextDecoder().decode((await pageBytes(view(), { ...page, description })).plain);
  expect(await text()).toContain('name="robots" content="noindex"');
  expect(await text("What it is")).toContain('name="description" content="What it is"');
});

test("a shelf makes a thing once for all who ask, keeps no failure, and stays small", async () => {
  let nowMs = 0;
  let made = 0;
  const shelf = new Shelf<number>({ monotonicMs: () => nowMs }, { keepMs: 1_000, most: 2 });
  const make = () => Promise.resolve((made += 1));
  expect(await Promise.all([shelf.get("a", make), shelf.get("a", make)])).toEqual([1, 1]);
  nowMs = 999;
  expect(await shelf.get("a", make)).toBe(1);
  nowMs = 1_000;
  expect(await shelf.get("a", make)).toBe(2);
  const away = () => Promise.reject(new Error("away"));
  expect(await rejectionOf(shelf.get("b", away))).toBe("away");
  expect(await shelf.get("b", make)).toBe(3);
  await shelf.get("c", make);
  expect(await shelf.get("a", make)).toBe(5);
});

test("a countdown shows days only where there are some, and never less than nothing", () => {
  expect(clockDigits(59_001, "d")).toBe("01:00");
  expect(clockDigits(3_600_000, "d")).toBe("01:00:00");
  expect(clockDigits(90_061_000, "天")).toBe("1天 01:01:01");
  expect(clockDigits(-5_000, "d")).toBe("00:00");
});
