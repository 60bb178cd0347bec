import { beforeAll, describe, expect, test } from "bun:test";
import {
  expectRefusal,
  sendOverWire,
  type WireRequest,
} from "../../../../tests/support/refusals.ts";
import { createSaleSite, good } from "../../../../tests/support/sale.ts";
import { newId } from "../../../platform/ids.ts";

const site = await createSaleSite();
const [variant, otherVariant] = site.variants;

const offered = { variantId: variant, stock: 2 };
const OFFER = {
  kind: "draw",
  drawMode: "beaconless",
  names: { en: "First round" },
  variants: [offered],
};

let draftId = "";

beforeAll(async () => {
  draftId = await site.draft();
});

const create = (body: unknown, change: Partial<WireRequest> = {}): WireRequest => ({
  method: "POST",
  path: "/sales",
  headers: { authorization: site.owner },
  body,
  ...change,
});

const change = (body: unknown, id = draftId): WireRequest => ({
  method: "PATCH",
  path: `/sales/${id}`,
  headers: { authorization: site.owner },
  body,
});

const names = (text: unknown) => ({ names: { en: text } });
const variants = (...rows: readonly unknown[]) => ({ variants: rows });
const manyNames = Object.fromEntries(
  Array.from({ length: 51 }, (_, index) => [
    `a${String.fromCodePoint(97 + Math.floor(index / 26), 97 + (index % 26))}`,
    "x",
  ]),
);

/** Wrong terms, for a new sale and for the change of a draft alike. */
const WRONG: readonly [title: string, terms: object, expected?: string][] = [
  ["an unknown field", { colour: "red" }],
  ["no names", { names: {} }],
  ["names that are text", { names: "First round" }],
  ["a name that is a number", names(5)],
  ["an empty name", names("  ")],
  ["a name of 201 characters", names("x".repeat(201))],
  ["a name with a null character", names("a\0b")],
  ["a name with a line break", names("a\nb")],
  ["a name with half a character", names("a\ud800b")],
  ["a name that turns the text around it", names("a\u202eb")],
  ["a language that is none", { names: { en_US: "x" } }],
  ["fifty-one languages", { names: manyNames }],
  ["a name for the prototype", JSON.parse('{"names":{"__proto__":"x"}}') as object],
  ["no variant", variants()],
  ["variants that are no list", { variants: offered }],
  ["fifty-one variants", variants(...Array.from({ length: 51 }, () => offered))],
  ["a variant that is no id", variants({ ...offered, variantId: "a" })],
  ["a variant in capital letters", variants({ ...offered, variantId: variant.toUpperCase() })],
  ["an unknown field in a variant", variants({ ...offered, price: 0 })],
  ["a stock of −1", variants({ ...offered, stock: -1 })],
  ["a stock of 1.5", variants({ ...offered, stock: 1.5 })],
  ["a stock of 10¹²", variants({ ...offered, stock: 1e12 })],
  ["a stock as text", variants({ ...offered, stock: "1" })],
  ["no stock", variants({ variantId: variant })],
  ["a limit of 0", variants({ ...offered, claimLimit: 0 })],
  ["a limit of 101", variants({ ...offered, claimLimit: 101 })],
  ["a limit of 1.5", variants({ ...offered, claimLimit: 1.5 })],
  ["a draw by dice", { drawMode: "dice" }],
  ["a date that is none", { opensAt: "2026-02-30T00:00:00Z" }],
  ["a date without a time zone", { opensAt: "2026-12-01T10:00:00" }],
  ["a date as a number", { opensAt: 1_800_000_000_000 }],
  ["holds of 4 seconds", { holdSeconds: 4 }],
  ["holds of more than a week", { holdSeconds: 604_801 }],
  ["holds of half seconds", { holdSeconds: 5.5 }],
  ["a margin below 0", { admissionMargin: -0.1 }],
  ["a margin above 10", { admissionMargin: 10.1 }],
  ["a margin as text", { admissionMargin: "0.1" }],
  ["a waiting limit below 0", { waitingLimit: -1 }],
  ["a waiting limit over a million", { waitingLimit: 1_000_001 }],
  ["one variant twice", variants(offered, offered), "422 sale_terms_invalid"],
  ["no unit", variants({ ...offered, stock: 0 }), "422 sale_terms_invalid"],
  ["no way to draw", { drawMode: null }, "422 sale_terms_invalid"],
  ["a beacon without a closing time", { drawMode: "beacon" }, "422 sale_terms_invalid"],
  [
    "an end before its opening",
    { opensAt: "2999-01-01T00:00:00Z", endsAt: "2998-01-01T00:00:00Z" },
    "422 sale_terms_invalid",
  ],
  [
    "an opening before its beacon's round",
    {
      drawMode: "beacon",
      registrationClosesAt: "2999-01-01T00:00:00Z",
      opensAt: "2999-01-01T00:00:30Z",
    },
    "422 sale_terms_invalid",
  ],
  [
    "a variant that is not there",
    variants({ ...offered, variantId: newId() }),
    "422 variant_not_for_sale",
  ],
];

describe("a new sale is refused with", () => {
  for (const [title, terms, expected = "422 invalid_request"] of WRONG) {
    test(title, async () => {
      await expectRefusal(site, create({ ...OFFER, ...terms }), expected);
    });
  }

  const rows: readonly [title: string, body: unknown][] = [
    ["an unknown kind", { ...OFFER, kind: "auction" }],
    ["no kind", { ...OFFER, kind: undefined }],
    ["no variants", { ...OFFER, variants: undefined }],
    ["a list for a body", [OFFER]],
    ["null for a body", null],
    ["an empty body", {}],
  ];
  for (const [title, body] of rows) {
    test(title, async () => {
      await expectRefusal(site, create(body), "422 invalid_request");
    });
  }

  test("a variant that was archived", async () => {
    const headers = { authorization: site.owner };
    const path = `/variants/${otherVariant}/archival`;
    expect((await sendOverWire(site, { method: "PUT", path, headers })).status).toBe(200);
    const body = { ...OFFER, ...variants({ variantId: otherVariant, stock: 1 }) };
    const problem = await expectRefusal(site, create(body), "422 variant_not_for_sale");
    expect(problem["variantIds"]).toEqual([otherVariant]);
  });
});

describe("the change of a draft is refused with", () => {
  for (const [title, terms, expected = "422 invalid_request"] of WRONG) {
    test(title, async () => {
      await expectRefusal(site, change({ version: 1, ...terms }), expected);
    });
  }

  const rows: readonly [title: string, body: unknown, expected?: string][] = [
    ["no version", { holdSeconds: 60 }],
    ["a version of 0", { version: 0 }],
    ["a version as text", { version: "1" }],
    ["another kind", { version: 1, kind: "open" }],
    ["an older version", { version: 2 }, "409 sale_changed"],
  ];
  for (const [title, body, expected = "422 invalid_request"] of rows) {
    test(title, async () => {
      await expectRefusal(site, change(body), expected);
    });
  }

  test("a sale that is not there", async () => {
    await expectRefusal(site, change({ version: 1 }, newId()), "404 sale_not_found");
    await expectRefusal(site, change({ version: 1 }, "1"), "422 invalid_request");
  });

  test("all of that has left the draft as it was", async () => {
    const { body } = good(await site.send("GET", `/sales/${draftId}`, { as: site.owner }));
    expect(body).toMatchObject({ version: 1, names: { en: "First round" }, state: "draft" });
  });
});

test("a new sale says where it is, and has the defaults of an ordinary one", async () => {
  const response = await sendOverWire(site, create(OFFER));
  const sale = (await response.json()) as { id: string };
  expect(response.headers.get("location")).toBe(`/api/v1/sales/${sale.id}`);
  expect(sale).toMatchObject({
    state: "draft",
    holdSeconds: 900,
    admissionMargin: 0.1,
    waitingLimit: 100,
    variants: [{ variantId: variant, stock: 2, claimLimit: 1 }],
    version: 1,
  });
});
