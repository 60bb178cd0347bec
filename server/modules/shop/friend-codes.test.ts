import { expect, test } from "bun:test";
import { friendCodesOf } from "../../../tests/support/friend-codes.ts";
import { createOrderSite } from "../../../tests/support/orders.ts";
import { PageVisitor } from "../../../tests/support/page-visitor.ts";
import { good, type TestFan, until } from "../../../tests/support/sale.ts";

const site = await createOrderSite();
const base = site.platform.config.baseUrl;
const { issued, oneCode, revoke } = friendCodesOf(site);
const variants = [{ variantId: site.variants[0], stock: 5 }];

function visit(fan: TestFan, language = "en"): PageVisitor {
  return new PageVisitor(site.app, { base, cookie: fan.cookie, language });
}

const codePath = (saleId: string) => `/sales/${saleId}/code`;
/** Codes that are well-formed and count in another sale only. */
const foreignCodes = (
  await issued(await site.openDraw(site.fans(1), { variants: [{ ...variants[0], stock: 20 }] }), {
    count: 20,
  })
).map(({ code }) => code);
const foreignCode = foreignCodes[0] ?? "";

test("who is not even registered types a code, however it is spelled, and holds a unit", async () => {
  const saleId = await site.openDraw(site.fans(2), { variants });
  const { code } = await oneCode(saleId);
  const visitor = visit(site.fan());
  const before = await visitor.open(`/sales/${saleId}/waiting`);
  expect(before.html).toContain(`href="/sales/${saleId}/code"`);
  const form = await until(async () => {
    const page = await visitor.open(codePath(saleId));
    return page.text.includes("the code registers you") && page;
  });
  expect(form.headers.get("cache-control")).toBe("no-store");
  const typed = ` ${code.toLowerCase().replaceAll("-", " ")} `;
  const held = await visitor.submit(codePath(saleId), { code: typed });
  expect(held.path).toBe(`/sales/${saleId}/waiting`);
  expect(held.text).toContain("Held for you");
  // Who has a claim is not asked for a code any more.
  expect((await visitor.open(codePath(saleId))).path).toBe(`/sales/${saleId}/waiting`);
  expect(held.html).not.toContain(`/sales/${saleId}/code`);
});

test("who waits for a unit that comes back gets the code's unit", async () => {
  const fans = site.fans(2);
  const saleId = await site.openDraw(fans, {
    variants: [{ variantId: site.variants[0], stock: 2 }],
    admissionMargin: 10,
  });
  const code = await oneCode(saleId);
  const [first, second] = await site.inOrder(saleId, fans);
  if (first === undefined || second === undefined) throw new Error("two fans were drawn");
  for (const fan of [first, second]) good(await site.claim(saleId, fan));
  const visitor = visit(second, "zh-CN");
  await until(async () =>
    (await visitor.open(`/sales/${saleId}/waiting`)).text.includes("您正在候补"),
  );
  expect((await visitor.open(codePath(saleId))).text).toContain("无需再等");
  const held = await visitor.submit(codePath(saleId), { code: code.code });
  expect(held.text).toContain("已为您保留");
});

test("before the opening the page says when codes count, and a good one is not lost", async () => {
  const opensAt = "2040-03-01T10:00:00.000Z";
  const saleId = await site.publish({ variants, opensAt });
  const { code } = await oneCode(saleId);
  const visitor = visit(site.fan());
  const form = await visitor.open(codePath(saleId));
  expect(form.text).toContain("Codes count from the opening of the sale on.");
  expect(form.html).toContain(`datetime="${opensAt}"`);
  const early = await visitor.submit(codePath(saleId), { code });
  expect(early.status).toBe(409);
  expect(early.text).toContain("This code is good, but the sale has not opened yet.");
  expect(early.html).toContain(`value="${code}"`);
  expect((await site.operate(saleId, "GET", "registrations")).body["items"]).toEqual([]);
});

const refusals: readonly [
  title: string,
  status: number,
  english: string,
  chinese: string,
  code: (saleId: string) => Promise<string> | string,
][] = [
  ["nothing", 422, "This is no friend code", "这不是有效的好友码", () => "  "],
  ["one sign too few", 422, "This is no friend code", "这不是", () => foreignCode.slice(1)],
  ["markup", 422, "This is no friend code", "这不是", () => '"><b>x</b>'],
  ["far too much", 422, "This is no friend code", "这不是", () => "7".repeat(4_000)],
  [
    "a wrong check sign",
    422,
    "This is no friend code",
    "这不是",
    () => foreignCode.replace(/.$/, (last) => (last === "0" ? "1" : "0")),
  ],
  ["another sale's code", 404, "no such friend code", "没有这个好友码", () => foreignCode],
  [
    "a code that was used",
    409,
    "has been used already",
    "已被使用",
    async (saleId) => {
      const { code } = await oneCode(saleId);
      await visit(site.fan()).submit(codePath(saleId), { code });
      return code;
    },
  ],
  [
    "a code that was called back",
    409,
    "counts no more",
    "已失效",
    async (saleId) => {
      const code = await oneCode(saleId);
      good(await revoke(saleId, code));
      return code.code;
    },
  ],
];

for (const [title, status, english, chinese, makeCode] of refusals) {
  test(`${title} is refused at the field, in both languages, and changes nothing`, async () => {
    const saleId = await site.openDraw(site.fans(1), { variants });
    const code = await makeCode(saleId);
    const fan = site.fan();
    const before = await site.footprint();
    for (const [language, text] of [
      ["en", english],
      ["zh-CN", chinese],
    ] as const) {
      const page = await visit(fan, language).submit(codePath(saleId), { code });
      expect([page.status, page.path]).toEqual([status, codePath(saleId)]);
      expect(page.text).toContain(text);
      expect(page.html).toContain('aria-invalid="true" aria-describedby="code-problem"');
      expect(page.html).not.toContain("<b>x");
    }
    expect(await site.footprint()).toEqual(before);
  });
}

test("who guesses is told how long to wait, and empty fields are no guesses", async () => {
  const saleId = await site.openDraw(site.fans(1), { variants });
  const visitor = visit(site.fan());
  const guess = (code: string) => visitor.submit(codePath(saleId), { code });
  for (const _ of Array(12)) expect((await guess("")).status).toBe(422);
  for (const code of foreignCodes.slice(0, 10)) expect((await guess(code)).status).toBe(404);
  const refused = await guess(foreignCode);
  expect(refused.status).toBe(429);
  expect(refused.text).toMatch(/Too many wrong codes\. Wait (9|10) minutes/);
  const retryAfter = Number(refused.headers.get("retry-after"));
  expect(retryAfter).toBeGreaterThan(500);
  expect(retryAfter).toBeLessThanOrEqual(600);
});

test("a code from another site, of a stranger, or for no sale does nothing", async () => {
  const saleId = await site.openDraw(site.fans(1), { variants });
  const { code } = await oneCode(saleId);
  const before = await site.footprint();
  const visitor = visit(site.fan());
  const origin = "https://evil.example";
  const foreign = await visitor.submit(codePath(saleId), { code }, { origin });
  expect([foreign.status, foreign.text.includes("came from another site")]).toEqual([403, true]);
  const stranger = new PageVisitor(site.app, { base });
  const signIn = await stranger.submit(codePath(saleId), { code });
  expect(signIn.path).toBe(`/sign-in?next=${encodeURIComponent(codePath(saleId))}`);
  expect((await visitor.submit(codePath("mistyped"), { code })).status).toBe(404);
  expect((await visitor.open(codePath("mistyped"))).status).toBe(404);
  expect(await site.footprint()).toEqual(before);
});

test("a barred fan reads why on the own page, and the code is not used up", async () => {
  const fan = site.fan();
  const saleId = await site.openDraw([fan], { variants });
  const code = await oneCode(saleId);
  good(await site.operate(saleId, "POST", "bars", { place: 1, reason: "duplicate_person" }));
  const page = await visit(fan).submit(codePath(saleId), { code: code.code });
  expect(page.path).toStartWith(`/sales/${saleId}/waiting`);
  expect(page.text).toContain("Your place was removed");
  const friend = await visit(site.fan()).submit(codePath(saleId), { code: code.code });
  expect(friend.text).toContain("Held for you");
});
