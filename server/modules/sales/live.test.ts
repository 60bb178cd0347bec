import { describe, expect, test } from "bun:test";
import { sql } from "kysely";
import { ControlRoom } from "../../../tests/support/control-room.ts";
import { expectRefusal } from "../../../tests/support/refusals.ts";
import { createSaleSite, good, type TestFan, until } from "../../../tests/support/sale.ts";
import { newId } from "../../platform/ids.ts";
import { LaneFeed } from "./lane/lane-feed.ts";
import { replayRecord } from "./rules/lane-record.ts";
import { LaneState } from "./rules/lane-state.ts";

const site = await createSaleSite();
const { database } = site.platform;

/** The records of the log in which something stands that the feed tells of. */
async function feedOfLog(saleId: string): Promise<number[]> {
  const { rows } = await sql<{ sequence: number }>`
    select sequence from sales.lane_records where sale_id = ${saleId}
      and convert_from(body, 'UTF8') ~ ${'\\["(founded|taken-over|outage|opened|paused|resumed|ended|admitted|admission-limited|barred|restored|stock-added|codes-issued|code-ended)"'}
    order by sequence`.execute(database.kysely);
  return rows.map(({ sequence }) => sequence);
}

const units = (saleId: string, more = 1) =>
  site.operate(saleId, "POST", "stock-additions", { variantId: site.variants[0], units: more });

describe("a control room", () => {
  test("sees the figures at once, and then what changes", async () => {
    const fans = site.fans(4);
    const saleId = await site.openDraw(fans);
    const room = await ControlRoom.open(site, saleId);
    await until(() => room.last !== undefined);
    expect(room.last).toMatchObject({
      saleId,
      at: expect.any(String),
      lane: "here",
      state: "selling",
      figures: {
        owner: `http://millet.test#${process.pid}`,
        epoch: 1,
        units: { stock: 2, sold: 0, held: 0, reserved: 0, free: 2 },
        claims: { waiting: 0, held: 0, paying: 0, paid: 0, released: 0, expired: 0, returned: 0 },
        line: { places: 4 },
        barredPlaces: 0,
      },
    });
    const ordered = (await site.inOrder(saleId, fans)) as [TestFan, TestFan, TestFan];
    for (const fan of ordered.slice(0, 3)) good(await site.claim(saleId, fan));
    good(await site.operate(saleId, "POST", "bars", { place: 1, reason: "terms_violated" }));
    await until(() => room.last?.figures?.barredPlaces === 1);
    await until(() => room.last?.figures?.projectionLagRecords === 0);
    expect(room.last?.figures).toMatchObject({
      units: { stock: 2, held: 2, free: 0 },
      claims: { waiting: 0, held: 2, released: 1, expired: 0 },
      barredPlaces: 1,
    });
    expect(room.last?.figures?.appendMs.last).toBeGreaterThan(0);
    await room.close();
  });

  test("sees payments come and go", async () => {
    const fans = site.fans(3);
    const saleId = await site.openDraw(fans, {
      variants: [{ variantId: site.variants[0], stock: 3 }],
    });
    const keys = [];
    for (const [index, fan] of (await site.inOrder(saleId, fans)).entries()) {
      const { body } = good(await site.claim(saleId, fan));
      keys.push({ saleId, place: index + 1, claimId: (body["claim"] as { id: string }).id });
    }
    for (const key of keys) expect((await site.sales.beginPayment(key)).ok).toBe(true);
    for (const key of keys.slice(1)) expect((await site.sales.payClaim(key)).ok).toBe(true);
    const room = await ControlRoom.open(site, saleId);
    await until(() => room.last?.figures?.claims.paid === 2);
    expect(room.last?.figures).toMatchObject({
      units: { sold: 2, held: 1, free: 0 },
      claims: { held: 0, paying: 1, paid: 2 },
    });
    const [, second] = keys as [(typeof keys)[0], (typeof keys)[0]];
    await site.sales.returnClaim({ ...second, reason: "capture_failed" });
    await until(() => room.last?.figures?.claims.returned === 1);
    expect(room.last?.figures).toMatchObject({
      units: { sold: 1, held: 1, free: 1 },
      claims: { paying: 1, paid: 1, returned: 1, expired: 0 },
    });
    await room.close();
  });

  test("that is opened late has the course since the opening, also from another server", async () => {
    const fans = site.fans(3);
    const saleId = await site.openDraw(fans);
    for (const fan of fans.slice(0, 2)) good(await site.claim(saleId, fan));
    const room = await ControlRoom.open(site, saleId);
    await until(() => room.histories.length > 0);
    const [history] = room.histories;
    expect(history?.everyMs).toBe(1_000);
    // The opening, and the newest moment: two units held, nothing sold, nobody in line.
    expect(history?.samples[0]?.slice(1)).toEqual([0, 0, 0, 0, 0]);
    expect(history?.samples.at(-1)?.slice(1)).toEqual([0, 2, 0, 0, 0]);
    expect(room.last?.figures).toMatchObject({ returns: 0, waiting: 0, sellOutMs: null });
    expect(room.last?.figures?.claimMs?.p99).toBeGreaterThan(0);
    expect(room.feed.flatMap(({ entries }) => entries)).toContainEqual({ type: "sold-out" });
    await room.close();
    const replayed = new LaneFeed();
    const state = new LaneState(saleId);
    const { rows } = await sql<{ body: Buffer; digest: Buffer }>`
      select body, digest from sales.lane_records where sale_id = ${saleId} order by sequence
    `.execute(database.kysely);
    for (const { body, digest } of rows) replayed.add(replayRecord(state, body, digest), state);
    const course = replayed.history.view().samples;
    expect(course.slice(0, history?.samples.length)).toEqual([...(history?.samples ?? [])]);
  });

  test("sees the line slowed down by an operator, which the audit log has", async () => {
    const saleId = await site.openDraw(site.fans(2), { admissionMargin: 0 });
    const room = await ControlRoom.open(site, saleId);
    const limited = good(
      await site.operate(saleId, "PUT", "admission-limit", { placesPerMinute: 90 }),
    );
    expect(limited.body).toMatchObject({ placesPerMinute: 90 });
    await until(() => room.last?.figures?.line.limitPerMinute === 90);
    good(await site.operate(saleId, "PUT", "admission-limit", { placesPerMinute: null }));
    await until(() => room.last?.figures?.line.limitPerMinute === null);
    expect(room.happened.slice(-2)).toEqual([
      { type: "admission-limited", placesPerMinute: 90 },
      { type: "admission-limited", placesPerMinute: null },
    ]);
    const { rows } = await sql<{ details: unknown }>`
      select details from accounts.operator_actions
      where action = 'sale.admission-limited' and subject = ${`sale:${saleId}`}
      order by sequence`.execute(database.kysely);
    expect(rows.map(({ details }) => details)).toEqual([
      { placesPerMinute: 90 },
      { placesPerMinute: null },
    ]);
    await room.close();
  });

  test("hears what happens in the lane, in the order of its log", async () => {
    const fans = site.fans(2);
    const saleId = await site.openDraw(fans);
    const room = await ControlRoom.open(site, saleId);
    good(await site.operate(saleId, "PUT", "pause"));
    good(await units(saleId, 3));
    good(await site.operate(saleId, "POST", "bars", { place: 2, reason: "terms_violated" }));
    good(await site.operate(saleId, "DELETE", "bars/2"));
    good(await site.operate(saleId, "DELETE", "pause"));
    good(await site.operate(saleId, "PUT", "ending", { reason: "enough" }));
    await until(() => room.happened.length === 9);
    expect(room.last?.state).toBe("ended");
    const [variantId] = site.variants;
    const owner = `http://millet.test#${process.pid}`;
    expect(room.happened).toEqual([
      { type: "taken-over", owner, epoch: 1 },
      { type: "founded" },
      { type: "opened" },
      { type: "paused" },
      { type: "stock-added", variantId, units: 3 },
      { type: "barred", place: 2, reason: "terms_violated" },
      { type: "restored", place: 2 },
      { type: "resumed" },
      { type: "ended", reason: "enough" },
    ]);
    expect(room.feed.map(({ id }) => id)).toEqual(room.feed.map(({ sequence }) => sequence));
    await room.close();
  });

  test("that was away hears all that it missed, and nothing twice", async () => {
    const saleId = await site.openDraw(site.fans(1));
    const first = await ControlRoom.open(site, saleId);
    for (let round = 0; round < 5; round += 1) good(await units(saleId));
    await until(() => first.happened.length === 8);
    await first.close();
    const heard = first.feed.map(({ id }) => id);
    for (let round = 0; round < 70; round += 1) good(await units(saleId));
    const again = await ControlRoom.open(site, saleId, heard.at(-1));
    for (let round = 0; round < 5; round += 1) good(await units(saleId));
    await until(() => again.happened.length === 75);
    const all = [...heard, ...again.feed.map(({ id }) => id)];
    expect(all).toEqual(await feedOfLog(saleId));
    expect(again.gaps).toEqual([]);
    await again.close();
  });

  test("that knows more than the log is told that there is a gap", async () => {
    const saleId = await site.openDraw(site.fans(1));
    const room = await ControlRoom.open(site, saleId, 1_000_000);
    await until(() => room.feed.length > 0);
    expect(room.gaps).toEqual([{ after: 1_000_000 }]);
    await room.close();
  });

  test("is told plainly that another server runs the lane, or none does", async () => {
    const running = await site.openDraw(site.fans(1));
    const resting = await site.publish();
    const second = await createSaleSite({ database, runs: false });
    const rooms = [
      await ControlRoom.open(second, running),
      await ControlRoom.open(site, resting),
      await ControlRoom.open(site, await site.draft()),
    ];
    for (const room of rooms) await until(() => room.last !== undefined);
    expect(rooms.map(({ last }) => [last?.lane, last?.state, last?.figures])).toEqual([
      ["elsewhere", "selling", null],
      ["none", "registering", null],
      ["none", "draft", null],
    ]);
    good(await site.join(resting, site.fan()));
    good(await site.operate(resting, "PUT", "draw"));
    // What has come to be here is shown without asking again.
    await until(() => rooms[1]?.last?.lane === "here");
    expect(rooms[1]?.happened).toMatchObject([{ type: "taken-over" }, { type: "founded" }]);
    for (const room of rooms) await room.close();
  });
});

describe("a server that stops", () => {
  test("ends the streams, and the next goes on without a gap", async () => {
    const first = await createSaleSite({ database, runs: false });
    const second = await createSaleSite({ database, runs: false });
    const saleId = await site.openDraw(site.fans(1));
    await site.sales.stop();
    await first.sales.start();
    const room = await ControlRoom.open(first, saleId);
    await until(() => room.last?.lane === "here");
    good(await first.operate(saleId, "PUT", "pause"));
    await first.sales.stop();
    await until(() => room.ended);
    expect((await first.send("GET", `/sales/${saleId}/live`, { as: first.owner })).status).toBe(
      503,
    );
    await second.sales.start();
    const lastId = room.feed.at(-1)?.id;
    const next = await ControlRoom.open(second, saleId, lastId);
    await until(() => next.last?.lane === "here");
    good(await second.operate(saleId, "DELETE", "pause"));
    await until(() =>
      next.happened.some((entry) => (entry as { type: string }).type === "resumed"),
    );
    const all = [...room.feed, ...next.feed].map(({ id }) => id);
    expect(all).toEqual(await feedOfLog(saleId));
    expect(next.last?.figures?.epoch).toBe(3);
    await next.close();
  });

  test("has room for so many listeners, and again when some have gone", async () => {
    const server = await createSaleSite({ database });
    const saleId = await server.publish();
    const rooms: ControlRoom[] = [];
    for (let index = 0; index < 100; index += 1) {
      rooms.push(await ControlRoom.open(server, saleId));
    }
    const full = await server.send("GET", `/sales/${saleId}/live`, { as: server.owner });
    expect(full.body["code"]).toBe("live_full");
    expect(full.headers.get("retry-after")).toBe("10");
    expect(await server.platform.metrics.collect()).toContain("millet_sales_live_listeners 100");
    for (const room of rooms) await room.close();
    expect(await server.platform.metrics.collect()).toContain("millet_sales_live_listeners 0");
    await (await ControlRoom.open(server, saleId)).close();
    await server.sales.stop();
  });
});

describe("a stream is refused", () => {
  const engineer = site.keyOf("engineer");
  test("to who may not watch, and for what is no sale or no event", async () => {
    const saleId = await site.publish();
    const get = (id: string, headers: Record<string, string>) => ({
      method: "GET",
      path: `/sales/${id}/live`,
      headers,
    });
    const authorization = site.owner;
    await expectRefusal(site, get(saleId, {}), "401 not_signed_in");
    const minted = { cookie: site.fan().cookie };
    await expectRefusal(site, get(saleId, minted), "401 not_signed_in");
    const engineers = { authorization: await engineer };
    await expectRefusal(site, get(saleId, engineers), "403 permission_missing");
    await expectRefusal(site, get(newId(), { authorization }), "404 sale_not_found");
    await expectRefusal(site, get("1", { authorization }), "422 invalid_request");
    for (const id of ["-1", "x", "1.5", "1e3", "9".repeat(16)]) {
      const headers = { authorization, "last-event-id": id };
      await expectRefusal(site, get(saleId, headers), "422 invalid_request");
    }
  });
});
