import { beforeAll, describe, expect, test } from "bun:test";
import { sql } from "kysely";
import { expectRefusal, type WireRequest } from "../../../../tests/support/refusals.ts";
import { createSaleSite, good, type TestFan } from "../../../../tests/support/sale.ts";
import { newId } from "../../../platform/ids.ts";

const site = await createSaleSite();
const { database } = site.platform;
const [variant, otherVariant] = site.variants;
const support = await site.keyOf("support");
const engineer = await site.keyOf("engineer");

const REASON = "duplicate_person";
const BAR = { place: 1, reason: REASON };
const OFFER = {
  kind: "draw",
  drawMode: "beaconless",
  names: { en: "First round" },
  variants: [{ variantId: variant, stock: 1 }],
};

/** Every route of operators; `{id}` is a sale's. */
const ROUTES: readonly [method: string, path: string, body?: unknown][] = [
  ["GET", "/sales/drafts"],
  ["POST", "/sales", OFFER],
  ["PATCH", "/sales/{id}", { version: 1 }],
  ["PUT", "/sales/{id}/publication"],
  ["DELETE", "/sales/{id}/publication"],
  ["PUT", "/sales/{id}/draw"],
  ["PUT", "/sales/{id}/opening"],
  ["PUT", "/sales/{id}/pause"],
  ["DELETE", "/sales/{id}/pause"],
  ["PUT", "/sales/{id}/ending", {}],
  ["PUT", "/sales/{id}/admission-limit", { placesPerMinute: 60 }],
  ["GET", "/sales/{id}/registrations"],
  ["GET", "/sales/{id}/bars"],
  ["POST", "/sales/{id}/bars", BAR],
  ["DELETE", "/sales/{id}/bars/1"],
  ["POST", "/sales/{id}/stock-additions", { variantId: variant, units: 1 }],
];

const OF_A_SALE = ROUTES.filter(([, path]) => path.includes("{id}"));
const WITH_BODY = OF_A_SALE.filter(([, , body]) => body !== undefined);

let saleId = "";
let fan: TestFan;

/** A fan who is really signed in: operators' routes believe the database alone. */
async function signedInFan(): Promise<TestFan> {
  const signedIn = site.fan();
  const token = decodeURIComponent(/session_token=([^;]+)/.exec(signedIn.cookie)?.[1] ?? "");
  await sql`
    insert into accounts.fans (id, name, email, email_verified)
    values (${signedIn.id}, 'A fan', ${`${signedIn.id}@fans.test`}, true)`.execute(database.kysely);
  await sql`
    insert into accounts.sessions (id, fan_id, token, expires_at)
    values (${newId()}, ${signedIn.id}, ${token.split(".")[0]}, now() + interval '1 hour')
  `.execute(database.kysely);
  return signedIn;
}

beforeAll(async () => {
  fan = await signedInFan();
  saleId = await site.openDraw([fan]);
});

const request = (
  [method, path, body]: (typeof ROUTES)[number],
  headers: Record<string, string>,
  id = saleId,
): WireRequest => ({ method, path: path.replace("{id}", id), body, headers });

for (const route of ROUTES) {
  const [method, path] = route;
  describe(`${method} ${path}`, () => {
    test("is refused to who says nothing, lies, or is not of the staff", async () => {
      await expectRefusal(site, request(route, {}), "401 not_signed_in");
      const lie = { authorization: "Bearer mk_lie" };
      await expectRefusal(site, request(route, lie), "401 api_key_invalid");
      const { cookie } = fan;
      await expectRefusal(site, request(route, { cookie }), "403 operators_only");
      // A signed cookie without a session behind it is nobody's here.
      const minted = { cookie: site.fan().cookie };
      await expectRefusal(site, request(route, minted), "401 not_signed_in");
    });

    test("is refused to roles that may not", async () => {
      const roles = path.endsWith("/registrations") ? [engineer] : [support, engineer];
      for (const authorization of roles) {
        await expectRefusal(site, request(route, { authorization }), "403 permission_missing");
      }
    });
  });
}

const owner = { authorization: site.owner };

describe("a sale that is not there", () => {
  for (const route of OF_A_SALE) {
    const [method, path] = route;
    test(`is named by ${method} ${path}`, async () => {
      await expectRefusal(site, request(route, owner, newId()), "404 sale_not_found");
      await expectRefusal(site, request(route, owner, "1"), "422 invalid_request");
      const shouted = request(route, owner, saleId.toUpperCase());
      await expectRefusal(site, shouted, "422 invalid_request");
    });
  }
});

describe("a body is refused", () => {
  for (const route of WITH_BODY) {
    const [method, path] = route;
    const send = (body: unknown, change: Partial<WireRequest> = {}): WireRequest => ({
      ...request(route, owner),
      body,
      ...change,
    });
    const giant = { ...(route[2] as object), more: "x".repeat(70_000) };

    test(`by ${method} ${path} when it is no object of the expected form`, async () => {
      for (const body of ["{", ""]) await expectRefusal(site, send(body), "400 malformed_json");
      for (const body of ["null", "[]", "1", '"x"', '{"unknown":1}']) {
        await expectRefusal(site, send(body), "422 invalid_request");
      }
    });

    test(`by ${method} ${path} when it is giant, of unknown length, or no JSON by its type`, async () => {
      await expectRefusal(site, send(giant), "413 body_too_large");
      await expectRefusal(site, send(giant, { isChunked: true }), "413 body_too_large");
      const headers = { ...owner, "content-type": "text/plain" };
      await expectRefusal(site, send(route[2], { headers }), "415 unsupported_media_type");
    });
  }

  const post = (step: string, body: unknown): WireRequest => ({
    method: step === "ending" ? "PUT" : "POST",
    path: `/sales/${saleId}/${step}`,
    headers: owner,
    body,
  });
  const stock = { variantId: variant, units: 1 };
  const rows: readonly [title: string, step: string, body: unknown, expected?: string][] = [
    ["a bar of place 0", "bars", { ...BAR, place: 0 }],
    ["a bar of half a place", "bars", { ...BAR, place: 1.5 }],
    ["a bar of a place beyond all", "bars", { ...BAR, place: 2 ** 31 }],
    ["a bar of a place as text", "bars", { ...BAR, place: "1" }],
    ["a bar of a place that nobody has", "bars", { ...BAR, place: 2 }, "404 place_not_found"],
    ["a bar without a reason", "bars", { place: 1 }],
    ["a bar for a reason of one's own", "bars", { ...BAR, reason: "unfriendly" }],
    ["a bar with a null character in its note", "bars", { ...BAR, note: "a\0b" }],
    ["a bar with half a character in its note", "bars", { ...BAR, note: "a\udfffb" }],
    ["a bar with a note without end", "bars", { ...BAR, note: "x".repeat(2_001) }],
    ["an ending for no reason", "ending", { reason: " " }],
    ["an ending for a reason with a null character", "ending", { reason: "a\0b" }],
    ["an ending for a reason without end", "ending", { reason: "x".repeat(201) }],
    ["an addition of 0 units", "stock-additions", { ...stock, units: 0 }],
    ["an addition of −1 units", "stock-additions", { ...stock, units: -1 }],
    ["an addition of 1.5 units", "stock-additions", { ...stock, units: 1.5 }],
    ["an addition of 10¹² units", "stock-additions", { ...stock, units: 1e12 }],
    ["an addition of units as text", "stock-additions", { ...stock, units: "1" }],
    ["an addition of nothing", "stock-additions", { units: 1 }],
    [
      "an addition of another sale's variant",
      "stock-additions",
      { ...stock, variantId: otherVariant },
      "422 unknown_variant",
    ],
  ];
  for (const [title, step, body, expected = "422 invalid_request"] of rows) {
    test(`for ${title}`, async () => {
      await expectRefusal(site, post(step, body), expected);
    });
  }
});

describe("a step out of its order", () => {
  const rows: readonly [method: string, step: string][] = [
    ["PUT", "publication"],
    ["DELETE", "publication"],
    ["PUT", "draw"],
    ["PUT", "opening"],
    ["DELETE", "pause"],
  ];
  for (const [method, step] of rows) {
    test(`is refused by a sale that sells: ${method} ${step}`, async () => {
      const wrong = { method, path: `/sales/${saleId}/${step}`, headers: owner };
      const problem = await expectRefusal(site, wrong, "409 wrong_sale_state");
      expect(problem["state"]).toBe("selling");
    });
  }

  test("is refused by a place that is none", async () => {
    for (const place of ["0", "-1", "1.5", "x", "2147483648", "%20"]) {
      const wrong = { method: "DELETE", path: `/sales/${saleId}/bars/${place}`, headers: owner };
      await expectRefusal(site, wrong, "422 invalid_request");
    }
  });

  test("changes nothing of the sale", async () => {
    const { body } = good(await site.send("GET", `/sales/${saleId}`));
    expect(body).toMatchObject({ state: "selling", registrations: 1 });
    expect((await site.laneOf(saleId)).variants).toMatchObject([{ stock: 2, held: 0 }]);
  });
});
