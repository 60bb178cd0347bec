import { describe, expect, test } from "bun:test";
import { sql } from "kysely";
import {
  createSaleSite,
  good,
  refusal,
  type SaleSite,
  type TestFan,
} from "../../../tests/support/sale.ts";
import { barReasonSentences } from "./index.ts";
import { barReasons } from "./rules/bar-reasons.ts";

const site = await createSaleSite();
const { database } = site.platform;
const TEXT = "I live with my sister, we are two people.";

const appeal = (saleId: string, fan: TestFan, text = TEXT) =>
  site.send("POST", `/sales/${saleId}/appeals`, {
    body: { text },
    headers: { cookie: fan.cookie },
  });

const bar = (saleId: string, place = 1, reason = "duplicate_person") =>
  site.operate(saleId, "POST", "bars", { place, reason, note: "the same card thrice" });

const decide = (saleId: string, appealId: string, decision: string, answer?: string) =>
  site.operate(saleId, "PUT", `appeals/${appealId}/decision`, { decision, answer });

const barOf = async (saleId: string, fan: TestFan, server: SaleSite = site) =>
  good(await server.ask(saleId, fan, "GET", "place")).body["bar"] as Record<string, unknown> | null;

const appealsOf = async (saleId: string, query = "") =>
  good(await site.operate(saleId, "GET", `appeals${query}`)).body as unknown as {
    items: Record<string, unknown>[];
    nextCursor: string | null;
  };

/** A sale of two units in which the first place was barred. */
async function barredSale() {
  const fans = site.fans(3);
  const saleId = await site.openDraw(fans);
  const [barred, other] = (await site.inOrder(saleId, fans)) as [TestFan, TestFan];
  good(await bar(saleId));
  return { saleId, barred, other };
}

async function rowsOf(saleId: string, table: "outbox" | "audit"): Promise<unknown[]> {
  const subject = `sale:${saleId}`;
  const query =
    table === "outbox"
      ? sql<{ row: unknown }>`select json_build_array(type, payload) as row
          from platform.outbox_events where subject = ${subject}
          and type ~ '^(PlaceBarred|PlaceRestored|Appeal)' order by sequence`
      : sql<{ row: unknown }>`select json_build_array(action, details) as row
          from accounts.operator_actions where subject = ${subject}
          and action ~ 'place-|upheld' order by sequence`;
  return (await query.execute(database.kysely)).rows.map(({ row }) => row);
}

describe("a barred fan", () => {
  test("reads the public reason beside the place, and nothing of what the staff noted", async () => {
    const { saleId, barred, other } = await barredSale();
    expect(await barOf(saleId, barred)).toEqual({
      reason: "duplicate_person",
      barredAt: expect.any(String),
      appeal: null,
    });
    expect(await barOf(saleId, other)).toBeNull();
  });

  test("reads it from a server that does not run the lane, too", async () => {
    const { saleId, barred, other } = await barredSale();
    const second = await createSaleSite({ database, runs: false });
    const both = [barOf(saleId, barred, second), barOf(saleId, other, second)];
    expect(await Promise.all(both)).toMatchObject([{ reason: "duplicate_person" }, null]);
  });

  test("appeals once, and the place shows the appeal", async () => {
    const { saleId, barred } = await barredSale();
    const made = await appeal(saleId, barred);
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ state: "open", text: TEXT, answer: "", decidedAt: null });
    expect(await barOf(saleId, barred)).toMatchObject({ appeal: { ...made.body } });
    const more = await appeal(saleId, barred, "I want to say more than that.");
    expect(refusal(more)).toBe("409 appeal_open");
  });

  test("who appeals in many windows at once has one appeal", async () => {
    const { saleId, barred } = await barredSale();
    const all = await Promise.all(Array.from({ length: 10 }, () => appeal(saleId, barred)));
    const statuses = all.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(9);
    expect((await appealsOf(saleId)).items).toHaveLength(1);
  });

  test("who is barred for another reason may answer that, after the first was decided", async () => {
    const { saleId, barred } = await barredSale();
    const first = good(await appeal(saleId, barred)).body;
    good(await bar(saleId, 1, "payment_fraud"));
    expect(await barOf(saleId, barred)).toMatchObject({
      reason: "payment_fraud",
      appeal: { id: first.id, state: "open" },
    });
    expect(refusal(await appeal(saleId, barred))).toBe("409 appeal_open");
    good(await decide(saleId, first.id, "uphold", "The card was stolen."));
    expect((await barOf(saleId, barred))?.["appeal"]).toBeNull();
    expect((await appeal(saleId, barred)).status).toBe(201);
  });

  test("may appeal after the sale is over, and is answered", async () => {
    const { saleId, barred } = await barredSale();
    good(await site.operate(saleId, "PUT", "ending", {}));
    const { body } = good(await appeal(saleId, barred));
    expect(refusal(await decide(saleId, body.id, "restore"))).toBe("409 wrong_sale_state");
    good(await decide(saleId, body.id, "uphold", "The sale is over."));
  });
});

describe("the staff", () => {
  test("upholds a bar with an answer that the fan reads", async () => {
    const { saleId, barred } = await barredSale();
    const { body } = good(await appeal(saleId, barred));
    expect((await decide(saleId, body.id, "uphold", "Two names,\none card.")).status).toBe(204);
    expect(await barOf(saleId, barred)).toMatchObject({
      appeal: { state: "upheld", answer: "Two names,\none card.", decidedAt: expect.any(String) },
    });
    const again = await appeal(saleId, barred);
    expect(refusal(again)).toBe("409 appeal_decided");
    expect(again.body["answer"]).toBe("Two names,\none card.");
    expect(refusal(await site.claim(saleId, barred))).toBe("403 place_barred");
    const [appealId, place, answer] = [body.id, 1, "Two names,\none card."];
    expect((await rowsOf(saleId, "audit")).slice(1)).toEqual([
      ["sale.bar-upheld", { place, appealId }],
    ]);
    const known = { saleId, place, reason: "duplicate_person", fanId: barred.id };
    expect(await rowsOf(saleId, "outbox")).toEqual([
      ["PlaceBarred", known],
      ["AppealMade", { ...known, appealId }],
      ["AppealDecided", { ...known, appealId, state: "upheld", answer }],
    ]);
  });

  test("restores a place on appeal by one line of the audit log, and the fan claims", async () => {
    const { saleId, barred } = await barredSale();
    const { body } = good(await appeal(saleId, barred));
    const [appealId, place, answer] = [body.id, 1, "We were wrong. Sorry."];
    expect((await decide(saleId, appealId, "restore", answer)).status).toBe(204);
    expect(await barOf(saleId, barred)).toBeNull();
    expect((await site.claim(saleId, barred)).status).toBe(201);
    expect((await rowsOf(saleId, "audit")).slice(1)).toEqual([
      ["sale.place-restored", { place, appealId }],
    ]);
    const known = { saleId, place, reason: "duplicate_person", fanId: barred.id, appealId };
    expect((await rowsOf(saleId, "outbox")).slice(2)).toEqual([
      ["AppealDecided", { ...known, state: "restored", answer }],
      ["PlaceRestored", known],
    ]);
    expect((await appealsOf(saleId)).items).toMatchObject([{ state: "restored", answer }]);
  });

  test("settles the open appeal by restoring the place without looking at it", async () => {
    const { saleId, barred } = await barredSale();
    const { body } = good(await appeal(saleId, barred));
    good(await site.operate(saleId, "DELETE", "bars/1"));
    expect((await appealsOf(saleId)).items).toMatchObject([{ id: body.id, state: "restored" }]);
    expect(refusal(await decide(saleId, body.id, "uphold", "No."))).toBe("409 appeal_decided");
    expect(refusal(await decide(saleId, body.id, "restore"))).toBe("409 appeal_decided");
  });

  test("at two desks at once restores a place once", async () => {
    const { saleId, barred } = await barredSale();
    const { body } = good(await appeal(saleId, barred));
    const both = await Promise.all([
      decide(saleId, body.id, "restore"),
      decide(saleId, body.id, "restore"),
    ]);
    expect(both.map(({ status }) => status)).toContain(204);
    const types = (await rowsOf(saleId, "outbox")).map((row) => (row as [string])[0]);
    expect(types).toEqual(["PlaceBarred", "AppealMade", "AppealDecided", "PlaceRestored"]);
  });

  test("restores a place that the lane had restored before the server went away", async () => {
    const { saleId } = await barredSale();
    // As after a crash between the lane's record and the tables: the lane knows of no such bar.
    await sql`
      insert into sales.bars (sale_id, place, reason)
      values (${saleId}, 2, 'terms_violated')`.execute(database.kysely);
    expect((await site.operate(saleId, "DELETE", "bars/2")).status).toBe(204);
    expect(refusal(await site.operate(saleId, "DELETE", "bars/2"))).toBe("404 place_not_barred");
  });

  test("reads the appeals page by page, the oldest first", async () => {
    const fans = site.fans(3);
    const saleId = await site.openDraw(fans);
    const ids: string[] = [];
    for (const [index, fan] of (await site.inOrder(saleId, fans)).entries()) {
      good(await bar(saleId, index + 1));
      ids.push(good(await appeal(saleId, fan, `I am number ${index + 1}.`)).body.id);
    }
    const first = await appealsOf(saleId, "?limit=2");
    expect(first.items.map(({ id, place }) => [id, place])).toEqual([
      [ids[0], 1],
      [ids[1], 2],
    ]);
    const rest = await appealsOf(saleId, `?limit=2&cursor=${first.nextCursor}`);
    expect(rest).toMatchObject({ items: [{ id: ids[2] }], nextCursor: null });
    good(await decide(saleId, ids[1] ?? "", "uphold", "No."));
    const open = await appealsOf(saleId, "?state=open");
    expect(open.items.map(({ id }) => id)).toEqual([ids[0], ids[2]]);
  });
});

test("every public reason has a sentence in both languages", () => {
  for (const reason of barReasons) {
    const { en, "zh-Hans": chinese } = barReasonSentences[reason];
    expect(en).toMatch(/^[A-Z].*\.$/);
    expect(chinese).toMatch(/\p{Script=Han}.*。$/u);
  }
});
