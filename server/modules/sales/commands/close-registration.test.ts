import { afterAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { createSaleSite, good, refusal, type TestFan } from "../../../../tests/support/sale.ts";
import { createLocalFiles, type Files } from "../../../platform/files.ts";
import { encodeEntrantList } from "../rules/entrant-list-text.ts";
import { entrantLeaf, entrantListRoot, tombstoneLeaf } from "../rules/entrant-list.ts";
import { registrationReceiptMessage, rootMessage, verifySignature } from "../rules/receipts.ts";

const dataDir = mkdtempSync(join(tmpdir(), "millet-closing-"));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
const disk = createLocalFiles(dataDir);

/** The disk fails at the next write: before anything was written, or when all of it was. */
let failure: "none" | "before" | "after" = "none";
const files: Files = {
  ...disk,
  async write(path, content) {
    const now = failure;
    failure = "none";
    if (now === "before") throw new Error("the disk is full");
    await disk.write(path, content);
    if (now === "after") throw new Error("the server was killed");
  },
};

const site = await createSaleSite({ platform: { files } });
const { database, keys } = site.platform;

interface Row {
  readonly number: number;
  readonly fan_id: string;
  readonly random_bytes: Buffer;
  readonly standing: string;
}

async function rowsOf(saleId: string): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select number, fan_id, random_bytes, standing from sales.registrations
    where sale_id = ${saleId} order by number`.execute(database.kysely);
  return rows;
}

/** The list as the rules define it, from the first `entrants` rows. */
function leavesOf(saleId: string, rows: readonly Row[]): Uint8Array {
  return Buffer.concat(
    rows.map(({ number, fan_id, random_bytes, standing }) =>
      standing === "withdrawn"
        ? tombstoneLeaf(saleId, number)
        : entrantLeaf({ saleId, n: number, fanId: fan_id, randomBytes: random_bytes }),
    ),
  );
}

async function published(saleId: string): Promise<string> {
  const path = `/api/v1/sales/${saleId}/report/entrants.txt`;
  return (await site.app.request(`http://millet.test${path}`, {}, {})).text();
}

const leave = (saleId: string, fan: TestFan) =>
  site.ask(saleId, fan, "DELETE", "registrations/mine");

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

async function joinAll(saleId: string, fans: readonly TestFan[]): Promise<void> {
  for (const fan of fans) good(await site.join(saleId, fan));
}

const isDrawn = (reply: { body: Record<string, unknown> }) => reply.body["state"] === "drawn";

test("the list that the database hashes is the one that the rules define", async () => {
  const fans = site.fans(7);
  const saleId = await site.publish();
  await joinAll(saleId, fans);
  for (const fan of [fans[1], fans[6]] as [TestFan, TestFan]) good(await leave(saleId, fan));
  await joinAll(saleId, [fans[1] as TestFan]);
  const sale = good(await site.operate(saleId, "PUT", "draw"));
  const rows = await rowsOf(saleId);
  expect(rows.map(({ standing }) => standing)).toEqual([
    "entered",
    "withdrawn",
    "entered",
    "entered",
    "entered",
    "entered",
    "withdrawn",
    "entered",
  ]);
  const leaves = leavesOf(saleId, rows);
  expect(await published(saleId)).toBe(text(encodeEntrantList(leaves)));
  const root = Buffer.from(entrantListRoot(leaves));
  const draw = sale.body["draw"] as Record<string, string>;
  expect(draw).toMatchObject({ entrants: 8, root: root.toString("hex") });
  const signature = Buffer.from(draw["rootSignature"] ?? "", "base64url");
  expect(verifySignature(rootMessage(saleId, 8, root), signature, keys.publicKey)).toBe(true);
});

describe("who leaves", () => {
  test("before the closing is a tombstone that the draw passes over", async () => {
    const fans = site.fans(4);
    const saleId = await site.publish();
    await joinAll(saleId, fans);
    const [first, gone] = fans as [TestFan, TestFan];
    good(await leave(saleId, gone));
    expect(refusal(await leave(saleId, gone))).toBe("404 registration_not_found");
    good(await site.operate(saleId, "PUT", "draw"));
    expect((await site.laneOf(saleId)).founded.drawnPlaces).toBe(3);
    const places = [];
    for (const fan of fans) if (fan !== gone) places.push(await site.placeOf(saleId, fan));
    expect(places.sort((a, b) => a - b)).toEqual([1, 2, 3]);
    const page = await site.operate(saleId, "GET", "registrations");
    const items = page.body["items"] as { number: number; place: number | null }[];
    expect(items[1]).toMatchObject({ number: 2, place: null, standing: "withdrawn" });
    // Coming back after the draw is coming late.
    expect(good(await site.join(saleId, gone)).body).toMatchObject({ number: 5, latecomer: true });
    expect(await site.placeOf(saleId, gone)).toBe(4);
    expect(await site.placeOf(saleId, first)).toBeLessThan(4);
  });

  test("between the closing and the draw stays in the list and gives the place up", async () => {
    const fans = site.fans(3);
    const saleId = await site.publish();
    await joinAll(saleId, fans);
    failure = "after";
    expect((await site.operate(saleId, "PUT", "draw")).status).toBe(500);
    const [gone] = fans as [TestFan];
    good(await leave(saleId, gone));
    const sale = good(await site.operate(saleId, "PUT", "draw"));
    expect(sale.body["draw"]).toMatchObject({ entrants: 3 });
    expect((await rowsOf(saleId)).map(({ standing }) => standing)).toEqual([
      "left",
      "entered",
      "entered",
    ]);
    expect((await published(saleId)).split("\n")).toHaveLength(4);
    const lane = await site.laneOf(saleId);
    expect(lane.founded.drawnPlaces).toBe(3);
    const kept = [];
    for (const fan of fans.slice(1)) kept.push(await site.placeOf(saleId, fan));
    expect([...lane.givenUp, ...kept].sort((a, b) => a - b)).toEqual([1, 2, 3]);
  });
});

describe("a closing that is interrupted", () => {
  for (const moment of ["before", "after"] as const) {
    test(`${moment} its list is written goes on from there, with the list frozen`, async () => {
      const fans = site.fans(3);
      const saleId = await site.publish();
      await joinAll(saleId, fans);
      failure = moment;
      const broken = await site.operate(saleId, "PUT", "draw");
      expect(refusal(broken)).toBe("500 internal_error");
      expect((await site.send("GET", `/sales/${saleId}`)).body).toMatchObject({
        state: "registering",
        draw: { entrants: 3, root: null, seed: null },
      });
      const late = site.fan();
      expect(good(await site.join(saleId, late)).body).toMatchObject({ latecomer: true });

      const sale = await site.operate(saleId, "PUT", "draw");
      expect(isDrawn(good(sale))).toBe(true);
      const list = leavesOf(saleId, (await rowsOf(saleId)).slice(0, 3));
      expect(sale.body["draw"]).toMatchObject({
        entrants: 3,
        root: Buffer.from(entrantListRoot(list)).toString("hex"),
      });
      expect(await published(saleId)).toBe(text(encodeEntrantList(list)));
      expect(await site.placeOf(saleId, late)).toBe(4);
      const { rows } = await sql<{ action: string }>`
        select action from accounts.operator_actions
        where subject = ${`sale:${saleId}`} order by sequence`.execute(database.kysely);
      expect(rows.map(({ action }) => action)).toEqual([
        "sale.created",
        "sale.published",
        "sale.registration-closed",
        "sale.drawn",
      ]);
    });
  }
});

test("a sale that nobody joined is closed, drawn and sold to those who come later", async () => {
  const saleId = await site.publish();
  const sale = good(await site.operate(saleId, "PUT", "draw"));
  const emptyRoot = Buffer.from(entrantListRoot(new Uint8Array())).toString("hex");
  expect(sale.body["draw"]).toMatchObject({ entrants: 0, root: emptyRoot });
  expect(await published(saleId)).toBe("");
  good(await site.operate(saleId, "PUT", "opening"));
  const late = site.fan();
  good(await site.join(saleId, late));
  expect(await site.placeOf(saleId, late)).toBe(1);
});

test("a fan's receipt holds the leaf that stands in the published list, signed", async () => {
  const fans = site.fans(2);
  const saleId = await site.publish();
  await joinAll(saleId, fans);
  const [, fan] = fans as [TestFan, TestFan];
  good(await site.operate(saleId, "PUT", "draw"));
  const { body } = good(await site.ask(saleId, fan, "GET", "registrations/mine"));
  expect(body).toMatchObject({ saleId, number: 2, fanId: fan.id, latecomer: false });
  expect((await published(saleId)).split("\n")[1]).toBe(String(body["leaf"]));
  const leaf = entrantLeaf({
    saleId,
    n: 2,
    fanId: fan.id,
    randomBytes: Buffer.from(String(body["randomBytes"]), "hex"),
  });
  expect(Buffer.from(leaf).toString("hex")).toBe(String(body["leaf"]));
  const signature = Buffer.from(String(body["signature"]), "base64url");
  const key = Buffer.from(String(body["publicKey"]), "base64url");
  expect(verifySignature(registrationReceiptMessage(leaf), signature, key)).toBe(true);
});
