import { describe, expect, test } from "bun:test";
import { sql } from "kysely";
import { expectRefusal } from "../../../../tests/support/refusals.ts";
import { createSaleSite, good, type TestFan } from "../../../../tests/support/sale.ts";
import { newId } from "../../../platform/ids.ts";
import { writeFriendCode } from "../rules/friend-codes.ts";

const site = await createSaleSite();
const { database } = site.platform;
const [variantId] = site.variants;

async function fanWithAccount() {
  const fan = site.fan();
  const email = `${fan.id}@fans.test`;
  await sql`
    insert into accounts.fans (id, name, email, email_verified)
    values (${fan.id}, 'A fan', ${email}, true)`.execute(database.kysely);
  return { ...fan, email };
}

const fan = site.fan();
const saleId = await site.openDraw([fan], { variants: [{ variantId, stock: 50 }] });
const issue = (body: object) =>
  site.operate(saleId, "POST", "friend-codes", { variantId, ...body });
const codesOf = async (body: object) =>
  good(await issue(body)).body["items"] as { number: number; code: string; grantedTo: string }[];
const redeem = (who: TestFan, code: string) =>
  site.send("POST", `/sales/${saleId}/code-claims`, {
    body: { code },
    headers: { cookie: who.cookie },
  });
const wrongCode = () => writeFriendCode(crypto.getRandomValues(new Uint8Array(19)));

describe("codes", () => {
  test("are told once, and only their hashes are kept", async () => {
    const [code] = await codesOf({ count: 1, note: "for the one who found the bug" });
    const text = code?.code ?? "";
    for (const kept of [text, text.replaceAll("-", "")]) {
      const { rows } = await sql<{ found: number }>`
        select count(*) as found from (
          select row_to_json(t)::text as line from sales.friend_codes t
          union all select row_to_json(t)::text from platform.outbox_events t
          union all select row_to_json(t)::text from accounts.operator_actions t
        ) as kept where line like ${`%${kept}%`}`.execute(database.kysely);
      expect(rows[0]?.found).toBe(0);
    }
    const listed = good(await site.operate(saleId, "GET", "friend-codes"));
    expect(JSON.stringify(listed.body)).not.toContain(text);
  });

  test("are given to fans by id or by address, and each sees what became of the own", async () => {
    const [first, second] = [await fanWithAccount(), await fanWithAccount()];
    const byId = await codesOf({ fanIds: [first.id, second.id] });
    expect(byId.map(({ grantedTo }) => grantedTo)).toEqual([first.id, second.id]);
    const byMail = await codesOf({ emails: [first.email.toUpperCase()], note: "once more" });
    expect(byMail.map(({ grantedTo }) => grantedTo)).toEqual([first.id]);
    const friend = site.fan();
    good(await redeem(friend, byId[0]?.code ?? ""));
    const mine = async () =>
      good(await site.ask(saleId, first, "GET", "friend-codes/mine")).body["items"];
    await site.footprint();
    const [given, more] = [byId[0]?.number, byMail[0]?.number];
    expect(await mine()).toMatchObject([
      { number: given, state: "redeemed", variantId, units: 1, endedAt: expect.any(String) },
      { number: more, state: "issued", endedAt: null },
    ]);
    expect(JSON.stringify(await mine())).not.toContain("once more");
    const none = good(await site.ask(saleId, friend, "GET", "friend-codes/mine"));
    expect(none.body["items"]).toEqual([]);
  });

  test("leave a line in the audit log and an event, without their text", async () => {
    const { id } = await fanWithAccount();
    const [code] = await codesOf({ fanIds: [id] });
    const number = code?.number ?? 0;
    good(await site.operate(saleId, "DELETE", `friend-codes/${number}`));
    const { rows: actions } = await sql<{ action: string; details: object }>`
      select action, details from accounts.operator_actions
      where subject = ${`sale:${saleId}`} order by sequence desc limit 2`.execute(database.kysely);
    expect(actions).toMatchObject([
      { action: "sale.friend-code-revoked", details: { number } },
      { action: "sale.friend-codes-issued", details: { first: number, count: 1, units: 1 } },
    ]);
    const { rows: events } = await sql<{ type: string; payload: object }>`
      select type, payload from platform.outbox_events
      where subject = ${`sale:${saleId}`} order by sequence desc limit 2`.execute(database.kysely);
    expect(events).toEqual([
      { type: "FriendCodeRevoked", payload: { saleId, number, fanId: id } },
      {
        type: "FriendCodesIssued",
        payload: {
          saleId,
          variantId,
          units: 1,
          expiresAt: null,
          granted: [{ number, fanId: id }],
        },
      },
    ]);
  });

  test("are listed page by page, and by their state", async () => {
    const page = async (query: string) =>
      good(await site.operate(saleId, "GET", `friend-codes${query}`)).body as unknown as {
        items: { number: number; state: string }[];
        nextCursor: string | null;
      };
    const all = (await page("?limit=100")).items.map(({ number }) => number);
    const first = await page("?limit=2");
    const rest = await page(`?limit=100&cursor=${first.nextCursor}`);
    expect([...first.items, ...rest.items].map(({ number }) => number)).toEqual(all);
    expect(rest.nextCursor).toBeNull();
    const revoked = await page("?state=revoked");
    expect(revoked.items.map(({ state }) => state)).toEqual(["revoked"]);
  });
});

const owner = { authorization: site.owner };
const cookie = { cookie: fan.cookie };
const support = { authorization: await site.keyOf("support") };
const BODY = { variantId, count: 1 };
const ISSUE = `/sales/${saleId}/friend-codes`;
const REDEEM = `/sales/${saleId}/code-claims`;
const NOWHERE = `/sales/${newId()}`;
const past = new Date(Date.now() - 1_000).toISOString();
const INVALID = "422 invalid_request";
const RIGHT = wrongCode();

type Row = readonly [
  title: string,
  method: string,
  path: string,
  headers: Record<string, string>,
  body: unknown,
  expected: string,
];

const rows: readonly Row[] = [
  ["codes for nobody's asking", "POST", ISSUE, {}, BODY, "401 not_signed_in"],
  ["codes made by support", "POST", ISSUE, support, BODY, "403 permission_missing"],
  ["codes of no sale", "POST", `${NOWHERE}/friend-codes`, owner, BODY, "404 sale_not_found"],
  ["no recipient", "POST", ISSUE, owner, { variantId }, INVALID],
  ["two kinds", "POST", ISSUE, owner, { ...BODY, fanIds: [newId()] }, INVALID],
  ["no code", "POST", ISSUE, owner, { ...BODY, count: 0 }, INVALID],
  ["half a code", "POST", ISSUE, owner, { ...BODY, count: 1.5 }, INVALID],
  ["codes without end", "POST", ISSUE, owner, { ...BODY, count: 1_001 }, INVALID],
  ["no unit", "POST", ISSUE, owner, { ...BODY, units: 0 }, INVALID],
  ["units above the limit", "POST", ISSUE, owner, { ...BODY, units: 2 }, "422 quantity_too_large"],
  ["units as text", "POST", ISSUE, owner, { ...BODY, units: "1" }, INVALID],
  ["no variant", "POST", ISSUE, owner, { count: 1 }, INVALID],
  [
    "a variant of nobody",
    "POST",
    ISSUE,
    owner,
    { ...BODY, variantId: newId() },
    "422 unknown_variant",
  ],
  ["an end in the past", "POST", ISSUE, owner, { ...BODY, expiresAt: past }, "409 code_over"],
  ["an end that is none", "POST", ISSUE, owner, { ...BODY, expiresAt: "soon" }, INVALID],
  ["a note without end", "POST", ISSUE, owner, { ...BODY, note: "x".repeat(501) }, INVALID],
  ["a null in the note", "POST", ISSUE, owner, { ...BODY, note: "a\0" }, INVALID],
  ["an unknown fan", "POST", ISSUE, owner, { variantId, fanIds: [newId()] }, "422 fan_unknown"],
  ["a fan twice", "POST", ISSUE, owner, { variantId, fanIds: [fan.id, fan.id] }, INVALID],
  [
    "an unknown address",
    "POST",
    ISSUE,
    owner,
    { variantId, emails: ["no@no.no"] },
    "422 fan_unknown",
  ],
  ["no address", "POST", ISSUE, owner, { variantId, emails: ["no"] }, INVALID],
  ["an address twice", "POST", ISSUE, owner, { variantId, emails: ["a@b.cc", "A@b.cc"] }, INVALID],
  ["too much", "POST", ISSUE, owner, { ...BODY, code: "mine" }, INVALID],
  ["no JSON", "POST", ISSUE, owner, "{", "400 malformed_json"],
  ["a list for nobody", "GET", ISSUE, {}, undefined, "401 not_signed_in"],
  ["a list for support", "GET", ISSUE, support, undefined, "403 permission_missing"],
  ["a list of no sale", "GET", `${NOWHERE}/friend-codes`, owner, undefined, "404 sale_not_found"],
  ["a list of no state", "GET", `${ISSUE}?state=lost`, owner, undefined, INVALID],
  ["a list from nowhere", "GET", `${ISSUE}?cursor=x`, owner, undefined, INVALID],
  ["a revocation by nobody", "DELETE", `${ISSUE}/1`, {}, undefined, "401 not_signed_in"],
  ["a revocation by support", "DELETE", `${ISSUE}/1`, support, undefined, "403 permission_missing"],
  ["a revocation of none", "DELETE", `${ISSUE}/9999`, owner, undefined, "404 code_unknown"],
  ["a revocation of 0", "DELETE", `${ISSUE}/0`, owner, undefined, INVALID],
  ["a revocation of x", "DELETE", `${ISSUE}/x`, owner, undefined, INVALID],
  [
    "a revocation in no sale",
    "DELETE",
    `${NOWHERE}/friend-codes/1`,
    owner,
    undefined,
    "404 sale_not_found",
  ],
  ["the own of nobody", "GET", `${ISSUE}/mine`, {}, undefined, "401 not_signed_in"],
  ["the own of an operator", "GET", `${ISSUE}/mine`, owner, undefined, "401 not_signed_in"],
  [
    "the own of no sale",
    "GET",
    `${NOWHERE}/friend-codes/mine`,
    cookie,
    undefined,
    "404 sale_not_found",
  ],
  ["a code of nobody", "POST", REDEEM, {}, { code: RIGHT }, "401 not_signed_in"],
  [
    "a code of no sale",
    "POST",
    `${NOWHERE}/code-claims`,
    cookie,
    { code: RIGHT },
    "404 sale_not_found",
  ],
  [
    "a code from another site",
    "POST",
    REDEEM,
    { ...cookie, origin: "https://evil.example" },
    { code: RIGHT },
    "403 foreign_origin",
  ],
  ["a code that is none", "POST", REDEEM, cookie, { code: RIGHT }, "404 code_unknown"],
  [
    "a code mistyped",
    "POST",
    REDEEM,
    cookie,
    { code: "0123-4567-89AB-CDEF-GHJK" },
    "422 code_malformed",
  ],
  ["an empty code", "POST", REDEEM, cookie, { code: "" }, "422 code_malformed"],
  ["a code without end", "POST", REDEEM, cookie, { code: "0".repeat(101) }, INVALID],
  ["a number for a code", "POST", REDEEM, cookie, { code: 1 }, INVALID],
  ["nothing for a code", "POST", REDEEM, cookie, {}, INVALID],
];

describe("is refused and changes nothing:", () => {
  for (const [title, method, path, headers, body, expected] of rows) {
    test(title, async () => {
      await expectRefusal(site, { method, path, headers, body }, expected);
    });
  }
});
