import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { DESKTOP_WIDTH, launchChromium, openVisitor, PHONE_WIDTH } from "./browser.ts";
import { findBarriers } from "./browser-axe.ts";
import { addAuthenticator } from "./browser-passkeys.ts";
import { watchPages } from "./browser-watch.ts";

const CLEAN = "<main><h1>Millet</h1><p id=said>served</p></main>";

interface Served {
  readonly body: string;
  readonly status?: number;
  readonly policy?: string;
}

const pages: Readonly<Record<string, Served>> = {
  "/clean": { body: `${CLEAN}<script>said.textContent = "scripted"</script>` },
  "/refused": { body: CLEAN, status: 409 },
  "/broken": { body: CLEAN, status: 500 },
  "/throws": { body: `${CLEAN}<script>throw new Error("from a script")</script>` },
  "/foreign": { body: `${CLEAN}<img alt="" src="http://elsewhere.invalid/one.png">` },
  "/missing": { body: `${CLEAN}<img alt="" src="/no-such.png">` },
  "/policy": { body: `${CLEAN}<style>p { color: red }</style>`, policy: "style-src 'none'" },
  "/pale": { body: '<main><h1 style="color: #ddd; background: #fff">Pale</h1></main>' },
  "/small": {
    body: '<main><h1>Small</h1><button style="height:9px;padding:0">a</button><button>b</button></main>',
  },
  "/chinese": { body: '<main lang="zh-Hans"><h1>登录黄雀一号</h1></main>' },
};

const server = Bun.serve({
  port: 0,
  fetch(request) {
    const page = pages[new URL(request.url).pathname];
    if (page === undefined) return new Response("nothing here", { status: 404 });
    const { body, status = 200, policy } = page;
    const head =
      '<!doctype html><html lang="en"><title>Millet</title><link rel="icon" href="data:,">';
    const headers = new Headers({ "content-type": "text/html; charset=utf-8" });
    if (policy !== undefined) headers.set("content-security-policy", policy);
    return new Response(head + body, { status, headers });
  },
});
const baseUrl = `http://localhost:${server.port}`;
setDefaultTimeout(30_000);
const browser = await launchChromium();
afterAll(async () => {
  await browser.close();
  await server.stop(true);
});

async function problemsOf(path: string): Promise<string> {
  const visitor = await openVisitor(browser, baseUrl);
  const watch = watchPages(visitor.context, baseUrl);
  await visitor.page.goto(path, { waitUntil: "networkidle" });
  await visitor.context.close();
  return watch.problems().join("\n");
}

test("a page without faults, or with a refusal that it shows, has no problems", async () => {
  expect(await problemsOf("/clean")).toBe("");
  expect(await problemsOf("/refused")).toBe("");
});

test.each([
  ["/broken", "500 for"],
  ["/throws", "from a script"],
  ["/foreign", "another host: http://elsewhere.invalid/one.png"],
  ["/missing", "no-such.png"],
  ["/policy", "Content Security Policy"],
])("what goes wrong unseen on %s is told", async (path, words) => {
  expect(await problemsOf(path)).toContain(words);
});

test.each([
  [true, "scripted"],
  [false, "served"],
])("with scripts %p a page shows what was %s, before axe and after", async (script, words) => {
  const visitor = await openVisitor(browser, baseUrl, { script });
  for (let round = 0; round < 2; round += 1) {
    await visitor.page.goto("/clean");
    expect(await visitor.page.locator("#said").textContent()).toBe(words);
    expect(await findBarriers(visitor)).toEqual([]);
    expect(await visitor.page.locator("#said").textContent()).toBe(words);
  }
  await visitor.context.close();
});

test.each([
  ["/pale", "color-contrast"],
  ["/small", "target-size"],
])("axe finds what is wrong with %s, with JavaScript or without", async (path, rule) => {
  for (const script of [true, false]) {
    const visitor = await openVisitor(browser, baseUrl, { script, width: PHONE_WIDTH });
    await visitor.page.goto(path);
    expect((await findBarriers(visitor)).join("\n")).toContain(rule);
    await visitor.context.close();
  }
});

test("Chinese is shown in a Chinese font, not in boxes", async () => {
  const { context, page } = await openVisitor(browser, baseUrl, { width: DESKTOP_WIDTH });
  await page.goto("/chinese");
  const session = await context.newCDPSession(page);
  await session.send("DOM.enable");
  await session.send("CSS.enable");
  const { root } = await session.send("DOM.getDocument");
  const { nodeId } = await session.send("DOM.querySelector", {
    nodeId: root.nodeId,
    selector: "h1",
  });
  const { fonts } = await session.send("CSS.getPlatformFontsForNode", { nodeId });
  expect(fonts.map(({ familyName }) => familyName.replace(/ SC.*/, ""))).toContain("Noto Sans");
  expect(fonts.reduce((sum, { glyphCount }) => sum + glyphCount, 0)).toBe(6);
  await context.close();
});

test("a visitor's authenticator keeps a passkey", async () => {
  const visitor = await openVisitor(browser, baseUrl);
  await visitor.page.goto("/clean");
  const authenticator = await addAuthenticator(visitor);
  await visitor.page.evaluate(`navigator.credentials.create({ publicKey: {
    challenge: new Uint8Array(32), rp: { name: "Millet" },
    user: { id: new Uint8Array(8), name: "ana", displayName: "Ana" },
    pubKeyCredParams: [{ type: "public-key", alg: -7 }],
  } }).then(() => "made")`);
  expect(await authenticator.countPasskeys()).toBe(1);
  await visitor.context.close();
});
