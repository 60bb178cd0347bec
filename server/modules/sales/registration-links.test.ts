import { beforeAll, describe, expect, test } from "bun:test";
import { sql } from "kysely";
import { expectRefusal } from "../../../tests/support/refusals.ts";
import { mailsTo } from "../../../tests/support/platform.ts";
import { openAccount } from "../../../tests/support/sale-accounts.ts";
import { createSaleSite, good, refusal, type TestFan } from "../../../tests/support/sale.ts";
import { newId } from "../../platform/ids.ts";
import { encodeRegistrationLink } from "./rules/registration-link.ts";

const site = await createSaleSite();
const { database, keys } = site.platform;

let saleId = "";
beforeAll(async () => {
  saleId = await site.publish({ proofOfWork: { difficulty: 1_000 } });
});

const askForLink = (fan: TestFan, sale = saleId) =>
  site.ask(sale, fan, "POST", "registration-links");

/** The token of the newest mail to the address. */
async function mailedTo(email: string): Promise<{ token: string; subject: string; text: string }> {
  const [mail] = await mailsTo(database, email);
  const text = mail?.text ?? "";
  const token = /\/registration-links\/([\w-]+)\s/.exec(text)?.[1] ?? "";
  return { token, subject: mail?.subject ?? "", text };
}

async function fanWithLink(): Promise<{ fan: TestFan; token: string }> {
  const fan = site.fan();
  const email = await openAccount(site, fan);
  good(await askForLink(fan));
  return { fan, token: (await mailedTo(email)).token };
}

const use = (token: unknown, headers: Record<string, string> = {}, sale = saleId) => ({
  method: "POST",
  path: `/sales/${sale}/linked-registrations`,
  headers,
  body: { token },
});

const send = ({ method, path, headers, body }: ReturnType<typeof use>) =>
  site.send(method, path, { headers, body });

describe("a mailed link", () => {
  test("registers the fan without a session, and used twice gives the same registration", async () => {
    const { fan, token } = await fanWithLink();
    expect((await mailedTo(`${fan.id}@fans.test`)).text).toContain(
      `http://millet.test/sales/${saleId}/registration-links/${token}`,
    );
    const first = await send(use(token));
    const again = await send(use(token, { cookie: fan.cookie }));
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body).toEqual(first.body);
    const mine = good(await site.ask(saleId, fan, "GET", "registrations/mine"));
    expect(mine.body["number"]).toBe(first.body["number"] as number);
  });

  test("registers nobody else: another fan who opens it is told so", async () => {
    const { token } = await fanWithLink();
    const other = site.fan();
    await expectRefusal(site, use(token, { cookie: other.cookie }), "403 link_of_another_fan");
    expect(refusal(await site.ask(saleId, other, "GET", "registrations/mine"))).toBe(
      "404 registration_not_found",
    );
  });

  test("is in the fan's language, and comes once in five minutes", async () => {
    const fan = site.fan();
    const email = await openAccount(site, fan, { locale: "zh-Hans" });
    const replies = [await askForLink(fan), await askForLink(fan), await askForLink(fan)];
    expect(replies.map(({ status }) => status)).toEqual([202, 202, 202]);
    const mails = await mailsTo(database, email);
    const windows = new Set(replies.map(({ body }) => String(body["nextMailAt"])));
    // The window may end between two requests.
    expect(windows.size).toBeLessThanOrEqual(2);
    expect(mails).toHaveLength(windows.size);
    for (const next of windows) expect(Date.parse(next) % 300_000).toBe(0);
    expect(mails[0]?.subject).toBe("登记：First round");
    expect(mails[0]?.text).toContain("60 分钟");
  });

  test("counts for an hour, and in its own sale only", async () => {
    const fan = site.fan();
    await openAccount(site, fan);
    const key = keys.derive("registration-link");
    const nowSeconds = Math.floor(Date.now() / 1000);
    const tokenOf = (expiresAtSeconds: number, sale = saleId) =>
      encodeRegistrationLink({ saleId: sale, fanId: fan.id, expiresAtSeconds }, key);
    await expectRefusal(site, use(tokenOf(nowSeconds - 1)), "403 link_expired");
    const other = await site.publish({ proofOfWork: { difficulty: 1_000 } });
    await expectRefusal(site, use(tokenOf(nowSeconds + 60, other)), "403 link_invalid");
    expect((await send(use(tokenOf(nowSeconds + 60, other), {}, other))).status).toBe(201);
  });

  test("of an account that is gone, or of a sale that is over, registers nobody", async () => {
    const { fan, token } = await fanWithLink();
    await sql`delete from accounts.fans where id = ${fan.id}`.execute(database.kysely);
    await expectRefusal(site, use(token), "403 link_invalid");
    const late = await fanWithLink();
    const cancelled = await site.publish({ proofOfWork: { difficulty: 1_000 } });
    good(await askForLink(late.fan, cancelled));
    const { token: there } = await mailedTo(`${late.fan.id}@fans.test`);
    good(await site.operate(cancelled, "DELETE", "publication"));
    await expectRefusal(site, use(there, {}, cancelled), "409 registration_not_open");
  });

  test("is not forged or guessed", async () => {
    const { token } = await fanWithLink();
    const flipped = token.replace(/.$/, token.endsWith("A") ? "B" : "A");
    const passKey = keys.derive(`pass:${saleId}`);
    const expiresAtSeconds = Math.floor(Date.now() / 1000) + 60;
    const otherPurpose = encodeRegistrationLink(
      { saleId, fanId: newId(), expiresAtSeconds },
      passKey,
    );
    for (const guess of [flipped, otherPurpose, "A".repeat(92), "x", token.slice(1), `${token}A`]) {
      await expectRefusal(site, use(guess), "403 link_invalid");
    }
    for (const wrong of [undefined, null, "", 7, ["x"], "A".repeat(201)]) {
      await expectRefusal(site, use(wrong), "422 invalid_request");
    }
    const extra = { ...use(token), body: { token, fanId: newId() } };
    await expectRefusal(site, extra, "422 invalid_request");
  });
});

describe("a link is not mailed", () => {
  const ask = (headers: Record<string, string>, sale = saleId) => ({
    method: "POST",
    path: `/sales/${sale}/registration-links`,
    headers,
  });

  test("to nobody, to a page of another site, or in a sale that is not there", async () => {
    const { cookie } = site.fan();
    await expectRefusal(site, ask({}), "401 not_signed_in");
    await expectRefusal(site, ask({ cookie, origin: "https://evil.test" }), "403 foreign_origin");
    await expectRefusal(site, ask({ cookie }, newId()), "404 sale_not_found");
    await expectRefusal(site, ask({ cookie }, "1"), "422 invalid_request");
    await expectRefusal(site, use("x", {}, newId()), "404 sale_not_found");
  });

  test("where it is not needed, not in time, or has no account to go to", async () => {
    const fan = site.fan();
    const email = await openAccount(site, fan);
    const { cookie } = fan;
    const plain = await site.publish();
    await expectRefusal(site, ask({ cookie }, plain), "409 link_not_needed");
    const draft = await site.draft({ proofOfWork: { difficulty: 1_000 } });
    await expectRefusal(site, ask({ cookie }, draft), "409 registration_not_open");
    await expectRefusal(site, ask({ cookie: site.fan().cookie }), "401 sign_in_needed");
    expect(await mailsTo(database, email)).toEqual([]);
  });
});
