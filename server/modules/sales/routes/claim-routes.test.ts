import { beforeAll, describe, expect, test } from "bun:test";
import { expectRefusal, type WireRequest } from "../../../../tests/support/refusals.ts";
import { createSaleSite, good, until, type TestFan } from "../../../../tests/support/sale.ts";
import { newId } from "../../../platform/ids.ts";
import { encodePass } from "../rules/pass.ts";

const site = await createSaleSite();
const [variant, otherVariant] = site.variants;
const { keys } = site.platform;

const one = { lines: [{ variantId: variant, quantity: 1 }] };
const inAnHour = () => Math.floor(Date.now() / 1000) + 3600;

let fan: TestFan;
let saleId = "";
let otherSaleId = "";
let endedId = "";
let drawnId = "";
let pass = "";

beforeAll(async () => {
  fan = site.fan();
  const openings = [{ admissionMargin: 10 }, { admissionMargin: 10 }, {}];
  [saleId = "", otherSaleId = "", endedId = ""] = await Promise.all(
    openings.map((offer) => site.openDraw([fan], offer)),
  );
  good(await site.operate(endedId, "PUT", "ending", {}));
  drawnId = await site.publish();
  good(await site.join(drawnId, fan));
  good(await site.operate(drawnId, "PUT", "draw"));
  pass = await site.passOf(saleId, fan);
  // Nothing goes on in the background from here on.
  await until(async () => (await site.send("GET", `/sales/${saleId}/now`)).body["line"] !== null);
});

const claim = (change: Partial<WireRequest> = {}, given = pass): WireRequest => ({
  method: "POST",
  path: `/sales/${saleId}/claims`,
  headers: { "millet-pass": given },
  body: one,
  ...change,
});

const forge = (change: object, key = keys.derive(`pass:${saleId}`)) =>
  encodePass({ saleId, fanId: fan.id, place: 1, expiresAtSeconds: inAnHour(), ...change }, key);

const line = (change: object) => ({ lines: [{ variantId: variant, quantity: 1, ...change }] });

describe("a claim without the right pass is refused", () => {
  const rows: readonly [title: string, request: () => WireRequest, expected: string][] = [
    ["when it has none", () => claim({ headers: {} }), "401 pass_missing"],
    ["when it has another cookie", () => claim({ headers: { cookie: "a=b" } }), "401 pass_missing"],
    [
      "when a cookie only sounds like it",
      () => claim({ headers: { cookie: `not_millet_pass=${pass}` } }),
      "401 pass_missing",
    ],
    ["when it is empty", () => claim({}, ""), "401 pass_invalid"],
    ["when it is cut", () => claim({}, pass.slice(0, -1)), "401 pass_invalid"],
    ["when it is too long", () => claim({}, `${pass}A`), "401 pass_invalid"],
    ["when it is made up", () => claim({}, "x".repeat(99)), "401 pass_invalid"],
    [
      "when its place was changed",
      () => claim({}, `${pass.slice(0, 46)}BBBB${pass.slice(50)}`),
      "401 pass_invalid",
    ],
    [
      "when it is signed with another key",
      () => claim({}, forge({}, Buffer.alloc(32))),
      "401 pass_invalid",
    ],
    [
      "when it has expired",
      () => claim({}, forge({ expiresAtSeconds: Math.floor(Date.now() / 1000) - 1 })),
      "401 pass_expired",
    ],
    [
      "when it is of another sale",
      () => claim({ path: `/sales/${otherSaleId}/claims` }),
      "403 pass_of_another_sale",
    ],
    [
      "when its cookie comes with a page of another site",
      () => claim({ headers: { cookie: `millet_pass=${pass}`, origin: "https://evil.test" } }),
      "403 foreign_origin",
    ],
    [
      "when its cookie comes from a sandboxed page",
      () => claim({ headers: { cookie: `millet_pass=${pass}`, origin: "null" } }),
      "403 foreign_origin",
    ],
    [
      "when the browser says that another site started it",
      () => claim({ headers: { cookie: `millet_pass=${pass}`, "sec-fetch-site": "cross-site" } }),
      "403 foreign_origin",
    ],
  ];
  for (const [title, request, expected] of rows) {
    test(title, async () => {
      await expectRefusal(site, request(), expected);
    });
  }
});

describe("a claim at the wrong time or place is refused", () => {
  const rows: readonly [title: string, request: () => WireRequest, expected: string][] = [
    [
      "in a sale that is not there",
      () => claim({ path: `/sales/${newId()}/claims` }),
      "404 sale_not_found",
    ],
    ["in what is no sale", () => claim({ path: "/sales/1/claims" }), "404 sale_not_found"],
    [
      "in the sale's id in capital letters",
      () => claim({ path: `/sales/${saleId.toUpperCase()}/claims` }),
      "404 sale_not_found",
    ],
    ["from a place beyond the line", () => claim({}, forge({ place: 2 })), "409 not_your_turn"],
    [
      "from the last of all places",
      () => claim({}, forge({ place: 2 ** 32 - 1 })),
      "409 not_your_turn",
    ],
  ];
  for (const [title, request, expected] of rows) {
    test(title, async () => {
      await expectRefusal(site, request(), expected);
    });
  }

  test("before the opening and after the end, with the right pass", async () => {
    for (const [id, expected] of [
      [drawnId, "409 sale_not_open"],
      [endedId, "409 sale_ended"],
    ] as const) {
      const itsOwn = await site.passOf(id, fan);
      await expectRefusal(site, claim({ path: `/sales/${id}/claims` }, itsOwn), expected);
    }
  });
});

describe("the body of a claim is refused", () => {
  const rows: readonly [title: string, body: unknown, expected?: string][] = [
    ["when it is no JSON", "{", "400 malformed_json"],
    ["when it is empty", "", "400 malformed_json"],
    ["when it is two values", "{}{}", "400 malformed_json"],
    ["when it is null", null],
    ["when it is a list", []],
    ["when it is a number", 1],
    ["without lines", {}],
    ["with no line", { lines: [] }],
    ["with an unknown field", { ...one, place: 1 }],
    ["with an unknown field in a line", line({ price: 0 })],
    ["with lines that are no list", { lines: one.lines[0] }],
    ["with a line that is null", { lines: [null] }],
    ["with a quantity of 0", line({ quantity: 0 })],
    ["with a quantity of −1", line({ quantity: -1 })],
    ["with a quantity of 1.5", line({ quantity: 1.5 })],
    ["with a quantity of 10¹²", line({ quantity: 1e12 })],
    [
      "with a quantity beyond all numbers",
      `{"lines":[{"variantId":"${variant}","quantity":1e999}]}`,
    ],
    ["with a quantity as text", line({ quantity: "1" })],
    ["with a quantity of true", line({ quantity: true })],
    ["with a quantity over the line's limit", line({ quantity: 2 }), "422 quantity_too_large"],
    ["with a variant that is no id", line({ variantId: "a" })],
    ["with a variant of another sale", line({ variantId: otherVariant }), "422 unknown_variant"],
    ["with a variant that is not there", line({ variantId: newId() }), "422 unknown_variant"],
    ["with one variant in two lines", { lines: [one.lines[0], one.lines[0]] }],
    [
      "with twenty-one lines",
      { lines: Array.from({ length: 21 }, () => ({ variantId: newId(), quantity: 1 })) },
    ],
  ];
  for (const [title, body, expected = "422 invalid_request"] of rows) {
    test(title, async () => {
      await expectRefusal(site, claim({ body }), expected);
    });
  }

  const giant = JSON.stringify({ ...one, more: "x".repeat(5_000) });
  const wires: readonly [title: string, change: Partial<WireRequest>, expected: string][] = [
    ["when it is giant", { body: giant }, "413 body_too_large"],
    ["when it does not say its length", { body: giant, isChunked: true }, "413 body_too_large"],
    ["when it is short and does not say it", { isChunked: true }, "413 body_too_large"],
    ["when there is none", { body: undefined }, "415 unsupported_media_type"],
  ];
  for (const [title, change, expected] of wires) {
    test(title, async () => {
      await expectRefusal(site, claim(change), expected);
    });
  }

  for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]) {
    test(`when it is sent as ${type}`, async () => {
      const headers = { "millet-pass": pass, "content-type": type };
      await expectRefusal(site, claim({ headers }), "415 unsupported_media_type");
    });
  }
});

test("a pass is found beside a cookie whose name only ends like its own", async () => {
  const headers = {
    cookie: `not_millet_pass=x; millet_pass=${pass}`,
    "content-type": "text/plain",
  };
  await expectRefusal(site, claim({ headers }), "415 unsupported_media_type");
});

test("after all of that the lane is as it was, and the claim is made", async () => {
  const lane = await site.laneOf(saleId);
  expect([lane.claims.size, lane.freeUnits]).toEqual([0, 2]);
  expect(good(await site.claimWith(saleId, pass, one)).status).toBe(201);
});
