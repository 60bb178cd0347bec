import { describe, expect, test } from "bun:test";
import { sql } from "kysely";
import { fetchReport, verifyFiles } from "../../../tests/support/sale-report.ts";
import { createSaleSite, good, refusal, until, type TestFan } from "../../../tests/support/sale.ts";
import { inTransaction } from "../../platform/database/database.ts";
import { fail, ok } from "../../platform/failure.ts";
import type { BeaconClient } from "./beacon/beacon-client.ts";
import { beaconFailures } from "./beacon/failures.ts";
import { quicknetRound1000 } from "./beacon/recorded-rounds.ts";
import { eraseFan } from "./commands/erase-fan.ts";
import { entrantLeaf, tombstoneLeaf } from "./rules/entrant-list.ts";
import { parseEntrantList } from "./rules/entrant-list-text.ts";

/** The beacon's round is not public before a test says so. */
let isRoundPublic = false;
const beacon: BeaconClient = {
  findRound: () =>
    Promise.resolve(
      isRoundPublic ? ok(quicknetRound1000) : fail(beaconFailures.beacon_round_not_yet, "wait"),
    ),
};

const site = await createSaleSite({ beacon });
const { database } = site.platform;

/** As the module erases when an account goes; any server may do it, whoever runs the lane. */
const erase = (fan: TestFan) => inTransaction(database, (tx) => eraseFan(tx, fan.id, new Date()));

interface Row {
  readonly number: number;
  readonly standing: string;
  readonly leaf: Buffer | null;
  readonly traces: number;
}

async function rowOf(saleId: string, number: number): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    select number, standing, leaf, num_nonnulls(fan_id, random_bytes) as traces
    from sales.registrations where sale_id = ${saleId} and number = ${number}`.execute(
    database.kysely,
  );
  return rows[0];
}

/** Rows of any table of the module that still say the fan's id. */
async function tracesOf(fan: { readonly id: string }): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select (select count(*) from sales.registrations where fan_id = ${fan.id})
      + (select count(*) from sales.claims where fan_id = ${fan.id})
      + (select count(*) from sales.appeals where fan_id = ${fan.id})
      + (select count(*) from sales.friend_codes where granted_to = ${fan.id}) as count`.execute(
    database.kysely,
  );
  return rows[0]?.count ?? 0;
}

interface Joined {
  readonly saleId: string;
  readonly gone: TestFan;
  readonly others: readonly TestFan[];
  /** The receipt that the fan keeps. */
  readonly leaf: string;
}

/** A sale that four fans have joined; the second of them is going to be erased. */
async function joined(offer: Readonly<Record<string, unknown>> = {}): Promise<Joined> {
  const saleId = await site.publish({ admissionMargin: 10, ...offer });
  const [first, gone, ...rest] = site.fans(4) as [TestFan, TestFan, TestFan, TestFan];
  for (const fan of [first, gone, ...rest]) good(await site.join(saleId, fan));
  const { body } = good(await site.ask(saleId, gone, "GET", "registrations/mine"));
  return { saleId, gone, others: [first, ...rest], leaf: String(body["leaf"]) };
}

const operate = async (saleId: string, step: string, body?: unknown) =>
  good(await site.operate(saleId, "PUT", step, body));

/** Ends the sale, and holds its report and its entrant list against what was promised. */
async function expectReport(saleId: string, secondLeaf: string): Promise<void> {
  const { body } = await site.send("GET", `/sales/${saleId}`);
  if (body["state"] !== "ended") await operate(saleId, "ending", {});
  const files = await fetchReport(site, saleId);
  expect(await verifyFiles(files)).toMatchObject({ ok: true });
  const list = parseEntrantList(files["entrants.txt"] ?? new Uint8Array());
  const leaf = list.ok ? Buffer.from(list.leaves.subarray(32, 64)).toString("hex") : "";
  expect(leaf).toBe(secondLeaf);
}

const tombstoneOf = (saleId: string) => Buffer.from(tombstoneLeaf(saleId, 2)).toString("hex");

async function givesUp(saleId: string, place: number): Promise<void> {
  await until(async () => {
    const { givenUp, claims } = await site.laneOf(saleId);
    return givenUp.has(place) || claims.get(place)?.state === "released";
  });
  await until(async () => {
    const { rows } = await sql`select from sales.departures where sale_id = ${saleId}`.execute(
      database.kysely,
    );
    return rows.length === 0;
  });
}

describe("a fan whose account is erased", () => {
  test("before the list is closed is a tombstone in it", async () => {
    const { saleId, gone, others } = await joined();
    await erase(gone);
    expect(await rowOf(saleId, 2)).toEqual({
      number: 2,
      standing: "withdrawn",
      leaf: null,
      traces: 0,
    });
    await operate(saleId, "draw");
    const places = await Promise.all(others.map((fan) => site.placeOf(saleId, fan)));
    expect(places.toSorted((a, b) => a - b)).toEqual([1, 2, 3]);
    await expectReport(saleId, tombstoneOf(saleId));
  });

  test("between its closing and the draw keeps a leaf, and gives the place up", async () => {
    const { saleId, gone, others, leaf } = await joined({
      drawMode: "beacon",
      registrationClosesAt: new Date(Date.now() + 3_600_000).toISOString(),
    });
    await sql`
      update sales.sales
      set beacon_round = 1000, registration_closes_at = '2023-08-23T15:58:54Z'
      where id = ${saleId}`.execute(database.kysely);
    await until(async () => (await site.sales.findSale(saleId))?.state === "closed");
    await erase(gone);
    isRoundPublic = true;
    expect(await rowOf(saleId, 2)).toMatchObject({ standing: "left", traces: 0 });
    await operate(saleId, "draw");
    const taken = await Promise.all(others.map((fan) => site.placeOf(saleId, fan)));
    const place = [1, 2, 3, 4].find((free) => !taken.includes(free)) ?? 0;
    await givesUp(saleId, place);
    await operate(saleId, "opening");
    await expectReport(saleId, leaf);
  });

  test("while the list is being closed does not change its root", async () => {
    const { saleId, gone, leaf } = await joined();
    // As a server leaves it that was stopped in the middle of the closing.
    await sql`
      update sales.entrant_lists set closed_at = now(), entrants = 4, live_entrants = 4
      where sale_id = ${saleId}`.execute(database.kysely);
    await erase(gone);
    expect((await rowOf(saleId, 2))?.leaf?.toString("hex")).toBe(leaf);
    await operate(saleId, "draw");
    await expectReport(saleId, leaf);
  });

  test("after the draw gives the place up, and a hold with it, which goes to who waits", async () => {
    const { saleId, gone, others, leaf } = await joined({
      variants: [{ variantId: site.variants[0], stock: 1 }],
    });
    await operate(saleId, "draw");
    await operate(saleId, "opening");
    const place = await site.placeOf(saleId, gone);
    good(await site.claim(saleId, gone));
    const waiting = others[0] as TestFan;
    good(await site.claim(saleId, waiting));
    await erase(gone);
    await givesUp(saleId, place);
    const lane = await site.laneOf(saleId);
    expect(lane.claims.get(await site.placeOf(saleId, waiting))?.state).toBe("held");
    await until(async () => (await tracesOf(gone)) === 0);
    await expectReport(saleId, leaf);
    // What remains of the fan's row is the hash that the fan's receipt explains, and nobody else.
    expect((await rowOf(saleId, 2))?.leaf?.toString("hex")).toBe(leaf);
  });

  test("who has paid keeps the units, and nothing says who bought them", async () => {
    const { saleId, gone, leaf } = await joined();
    await operate(saleId, "draw");
    await operate(saleId, "opening");
    const place = await site.placeOf(saleId, gone);
    const { body } = good(await site.claim(saleId, gone));
    const key = { saleId, place, claimId: (body["claim"] as { id: string }).id };
    expect((await site.sales.beginPayment(key)).ok).toBe(true);
    expect((await site.sales.payClaim(key)).ok).toBe(true);
    await erase(gone);
    await until(async () => (await tracesOf(gone)) === 0);
    await until(async () => {
      const { rows } = await sql`select from sales.departures`.execute(database.kysely);
      return rows.length === 0;
    });
    expect((await site.laneOf(saleId)).claims.get(place)?.state).toBe("paid");
    await expectReport(saleId, leaf);
  });

  test("after the end is gone from the tables, while the report stands as it was", async () => {
    const { saleId, gone, leaf } = await joined();
    await operate(saleId, "draw");
    await operate(saleId, "opening");
    await operate(saleId, "ending", {});
    await until(async () => (await site.sales.findSale(saleId))?.isLaneClosed === true);
    const before = await fetchReport(site, saleId);
    await erase(gone);
    expect(await rowOf(saleId, 2)).toMatchObject({ standing: "entered", traces: 0 });
    expect(await tracesOf(gone)).toBe(0);
    expect(await fetchReport(site, saleId)).toEqual(before);
    await expectReport(saleId, leaf);
  });

  test("of a sale that was called off, of an open one, or as a latecomer, leaves nothing behind", async () => {
    const cancelled = await joined();
    good(await site.operate(cancelled.saleId, "DELETE", "publication"));
    const open = await joined({ kind: "open", drawMode: null });
    await operate(open.saleId, "opening");
    good(await site.claim(open.saleId, open.gone));
    const drawn = await joined();
    await operate(drawn.saleId, "draw");
    const late = site.fan();
    good(await site.join(drawn.saleId, late));
    for (const fan of [cancelled.gone, open.gone, late]) {
      await erase(fan);
      await until(async () => (await tracesOf(fan)) === 0);
    }
    await givesUp(open.saleId, 2);
    await givesUp(drawn.saleId, 5);
    expect((await rowOf(drawn.saleId, 5))?.leaf).toBeNull();
    expect((await rowOf(cancelled.saleId, 2))?.traces).toBe(0);
    await expectReport(drawn.saleId, drawn.leaf);
  });

  test("and who left twice before, leaves nothing of any registration", async () => {
    const saleId = await site.publish();
    const fan = site.fan();
    for (let times = 0; times < 2; times++) {
      good(await site.join(saleId, fan));
      good(await site.ask(saleId, fan, "DELETE", "registrations/mine"));
    }
    good(await site.join(saleId, fan));
    await erase(fan);
    expect(await tracesOf(fan)).toBe(0);
    for (const number of [1, 2, 3])
      expect((await rowOf(saleId, number))?.standing).toBe("withdrawn");
  });

  test("is erased again where an old cookie still registers", async () => {
    const saleId = await site.publish();
    const fan = site.fan();
    good(await site.join(saleId, fan));
    await erase(fan);
    good(await site.join(saleId, fan));
    await until(async () => (await tracesOf(fan)) === 0);
    expect((await rowOf(saleId, 2))?.standing).toBe("withdrawn");
  });

  test("can do nothing more by a cookie in another browser", async () => {
    const saleId = await site.publish();
    const fan = site.fan();
    await sql`
      insert into accounts.erased_fans (fan_id, erased_at) values (${fan.id}, now())`.execute(
      database.kysely,
    );
    await site.accounts.start();
    await site.accounts.stop();
    expect(refusal(await site.join(saleId, fan))).toBe("401 sign_in_needed");
    expect(refusal(await site.ask(saleId, fan, "GET", "place"))).toBe("401 sign_in_needed");
    expect(await tracesOf(fan)).toBe(0);
  });
});

test("who kept the receipt of an erased registration can still find its leaf in the list", async () => {
  const { saleId, gone, leaf } = await joined();
  const { body } = good(await site.ask(saleId, gone, "GET", "registrations/mine"));
  await operate(saleId, "draw");
  await erase(gone);
  const own = entrantLeaf({
    saleId,
    fanId: gone.id,
    n: 2,
    randomBytes: Buffer.from(String(body["randomBytes"]), "hex"),
  });
  expect(Buffer.from(own).toString("hex")).toBe(leaf);
  await operate(saleId, "opening");
  await expectReport(saleId, leaf);
});

test("a place of an erased fan is given up by whichever server runs the lane next", async () => {
  const first = await createSaleSite({ runs: false });
  await first.sales.start();
  const fan = first.fan();
  const saleId = await first.openDraw([fan]);
  good(await first.claim(saleId, fan));
  await first.sales.stop();
  await inTransaction(first.platform.database, (tx) => eraseFan(tx, fan.id, new Date()));
  expect((await first.laneOf(saleId)).claims.get(1)?.state).toBe("held");
  const second = await createSaleSite({ database: first.platform.database });
  await until(async () => (await second.laneOf(saleId)).claims.get(1)?.state === "released");
});
