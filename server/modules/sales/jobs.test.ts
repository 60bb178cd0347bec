import { describe, expect, test } from "bun:test";
import { sql } from "kysely";
import { createSaleSite, good, refusal, until } from "../../../tests/support/sale.ts";
import { fail, ok } from "../../platform/failure.ts";
import type { BeaconClient } from "./beacon/beacon-client.ts";
import { beaconFailures } from "./beacon/failures.ts";
import { quicknetRound1000 } from "./beacon/recorded-rounds.ts";
import { beaconSeed } from "./rules/draw.ts";
import { firstRoundAfter, quicknet } from "./rules/beacon.ts";

/** Has one recorded round; of all others it says that they are still to come. */
let isPublished = false;
const asked: number[] = [];
const beacon: BeaconClient = {
  findRound(chain, round) {
    expect(chain).toBe(quicknet);
    asked.push(round);
    const found = isPublished && round === quicknetRound1000.round;
    const notYet = fail(beaconFailures.beacon_round_not_yet, "not yet", { retryAfterSeconds: 7 });
    return Promise.resolve(found ? ok(quicknetRound1000) : notYet);
  },
};

const site = await createSaleSite({ beacon });
const { database } = site.platform;

const iso = (ms: number) => new Date(ms).toISOString();

const stateOf = async (saleId: string) =>
  (await site.send("GET", `/sales/${saleId}`)).body["state"] as string;

async function eventsOf(saleId: string): Promise<string[]> {
  const { rows } = await sql<{ type: string }>`
    select type from platform.outbox_events where subject = ${`sale:${saleId}`} order by sequence
  `.execute(database.kysely);
  return rows.map(({ type }) => type);
}

async function actionsOf(saleId: string): Promise<string[]> {
  const { rows } = await sql<{ action: string }>`
    select action from accounts.operator_actions where subject = ${`sale:${saleId}`}
    order by sequence`.execute(database.kysely);
  return rows.map(({ action }) => action);
}

const DATES = ["registration_closes_at", "opens_at", "ends_at"] as const;

/** The moment comes: tests do not race with the clock, they move the date. */
async function letCome(saleId: string, date: (typeof DATES)[number]): Promise<number> {
  const atMs = Date.now();
  await sql`update sales.sales set ${sql.ref(date)} = ${new Date(atMs)} where id = ${saleId}`.execute(
    database.kysely,
  );
  return atMs;
}

const inAnHour = () => iso(Date.now() + 3_600_000);
const inTwoHours = () => iso(Date.now() + 7_200_000);

/** A sale bound to a beacon that was closed. The recorded round stands in for its own. */
async function closedForRound1000(): Promise<string> {
  const saleId = await site.publish({ drawMode: "beacon", registrationClosesAt: inAnHour() });
  await sql`update sales.sales set beacon_round = 1000 where id = ${saleId}`.execute(
    database.kysely,
  );
  for (const fan of site.fans(3)) good(await site.join(saleId, fan));
  await letCome(saleId, "registration_closes_at");
  await until(async () => (await stateOf(saleId)) !== "registering");
  return saleId;
}

test("a sale closes, draws, opens and ends by its own dates", async () => {
  const saleId = await site.publish({
    drawMode: "beaconless",
    registrationClosesAt: inAnHour(),
    opensAt: inTwoHours(),
  });
  const [fan, late] = site.fans(2);
  if (fan === undefined || late === undefined) throw new Error("there are fans");
  good(await site.join(saleId, fan));
  await Bun.sleep(500);
  expect(await stateOf(saleId)).toBe("registering");
  await letCome(saleId, "registration_closes_at");
  await until(async () => (await stateOf(saleId)) === "drawn");
  expect(good(await site.join(saleId, late)).body["latecomer"]).toBe(true);
  // The lane starts when the draw is in the row.
  await until(async () => refusal(await site.claim(saleId, fan)) === "409 sale_not_open");
  const openedAt = await letCome(saleId, "opens_at");
  await until(async () => (await stateOf(saleId)) === "selling");
  expect(good(await site.claim(saleId, fan)).status).toBe(201);
  const endedAt = await letCome(saleId, "ends_at");
  await until(async () => (await stateOf(saleId)) === "ended");

  expect(await eventsOf(saleId)).toEqual([
    "SaleCreated",
    "SalePublished",
    "RegistrationClosed",
    "PlacesDrawn",
    "SaleOpened",
    "SaleEnded",
  ]);
  expect(await actionsOf(saleId)).toEqual(["sale.created", "sale.published"]);
  const lane = await site.laneOf(saleId);
  expect(lane.openedAt).toBeGreaterThanOrEqual(openedAt);
  expect(lane.endedAt).toBeGreaterThanOrEqual(endedAt);
});

test("a sale without a draw opens and ends by its own dates", async () => {
  const saleId = await site.publish({ kind: "open", opensAt: inAnHour(), endsAt: inTwoHours() });
  await letCome(saleId, "opens_at");
  await until(async () => (await stateOf(saleId)) === "selling");
  await letCome(saleId, "ends_at");
  await until(async () => (await stateOf(saleId)) === "ended");
  expect(await eventsOf(saleId)).toEqual([
    "SaleCreated",
    "SalePublished",
    "SaleOpened",
    "SaleEnded",
  ]);
});

describe("a draw that is bound to a beacon", () => {
  test("names its round from the publication on, by the closing time alone", async () => {
    const closesAt = Date.now() + 3_600_000;
    const saleId = await site.publish({ drawMode: "beacon", registrationClosesAt: iso(closesAt) });
    const { body } = await site.send("GET", `/sales/${saleId}`);
    expect(body["draw"]).toMatchObject({
      mode: "beacon",
      beaconChain: quicknet.hash,
      beaconRound: firstRoundAfter(quicknet, closesAt),
      secretHash: null,
    });
  });

  test("leaves the sale closed while its round is still to come, and takes no other", async () => {
    isPublished = false;
    const saleId = await closedForRound1000();
    const before = await site.footprint();
    const refused = await site.operate(saleId, "PUT", "draw");
    expect(refusal(refused)).toBe("409 beacon_round_not_yet");
    expect(refused.headers.get("retry-after")).toBe("7");
    expect(await stateOf(saleId)).toBe("closed");
    expect(await site.footprint()).toEqual(before);
    expect(new Set(asked)).toEqual(new Set([1000]));
    const sale = await site.send("GET", `/sales/${saleId}`);
    expect(sale.body["draw"]).toMatchObject({ root: expect.any(String), seed: null });

    isPublished = true;
    const drawn = good(await site.operate(saleId, "PUT", "draw"));
    const draw = drawn.body["draw"] as Record<string, string>;
    const randomness = Buffer.from(quicknetRound1000.randomness, "hex");
    const seed = beaconSeed(randomness, Buffer.from(draw["root"] ?? "", "hex"));
    expect(draw["seed"]).toBe(Buffer.from(seed).toString("hex"));
    expect((await site.laneOf(saleId)).founded.draw).toMatchObject({ seed: draw["seed"] });
  });

  test("is drawn by the schedule once the round is there", async () => {
    isPublished = false;
    const saleId = await closedForRound1000();
    expect(await stateOf(saleId)).toBe("closed");
    isPublished = true;
    await until(async () => (await stateOf(saleId)) === "drawn");
    expect(await actionsOf(saleId)).toEqual(["sale.created", "sale.published"]);
  });

  test("does not ask the beacon before the round is due", async () => {
    asked.length = 0;
    const saleId = await site.publish({ drawMode: "beacon", registrationClosesAt: inAnHour() });
    await letCome(saleId, "registration_closes_at");
    await until(async () => (await stateOf(saleId)) === "closed");
    await Bun.sleep(500);
    expect(asked).toEqual([]);
    expect(await stateOf(saleId)).toBe("closed");
  });
});

test("a draw without a beacon publishes its secret's hash first, and keeps the secret", async () => {
  const saleId = await site.publish();
  const { body } = await site.send("GET", `/sales/${saleId}`);
  const { rows } = await sql<{ secret: Buffer }>`
    select draw_secret as secret from sales.sales where id = ${saleId}`.execute(database.kysely);
  const secret = rows[0]?.secret ?? Buffer.alloc(0);
  const hash = new Bun.CryptoHasher("sha256").update("millet-draw-secret-v1").update(secret);
  expect(body["draw"]).toMatchObject({ mode: "beaconless", secretHash: hash.digest("hex") });
  expect(JSON.stringify(body)).not.toContain(secret.toString("hex"));
});
