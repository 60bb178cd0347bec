import { beforeAll, describe, expect, test } from "bun:test";
import {
  expectRefusal,
  sendOverWire,
  type WireRequest,
} from "../../../../tests/support/refusals.ts";
import { createSaleSite, good, until, type TestFan } from "../../../../tests/support/sale.ts";
import { newId } from "../../../platform/ids.ts";

const site = await createSaleSite();

/** What a signed-in fan may ask of a sale, and the code of the anonymous refusal. */
const ROUTES: readonly [method: string, step: string, anonymous: string][] = [
  ["POST", "registrations", "401 sign_in_needed"],
  ["GET", "place", "401 sign_in_needed"],
  ["GET", "registrations/mine", "401 not_signed_in"],
  ["DELETE", "registrations/mine", "401 not_signed_in"],
  ["GET", "claims/mine", "401 not_signed_in"],
  ["DELETE", `claims/${newId()}`, "401 not_signed_in"],
];

let saleId = "";
let holder: TestFan;
let other: TestFan;
let stranger: TestFan;
let claimId = "";

beforeAll(async () => {
  stranger = site.fan();
  const fans = site.fans(2);
  saleId = await site.openDraw(fans);
  [holder, other] = (await site.inOrder(saleId, fans)) as [TestFan, TestFan];
  const { body } = good(await site.claim(saleId, holder));
  claimId = (body["claim"] as { id: string }).id;
});

const ask = (
  method: string,
  step: string,
  headers: Record<string, string> = {},
  id = saleId,
): WireRequest => ({ method, path: `/sales/${id}/${step}`, headers });

for (const [method, step, anonymous] of ROUTES) {
  const shown = step.replace(/[0-9a-f-]{36}/, "{claimId}");
  test(`nobody gets ${method} ${shown} without a session, or with a forged one`, async () => {
    await expectRefusal(site, ask(method, step), anonymous);
    const forged = stranger.cookie.replace("session_data=", "session_data=A");
    await expectRefusal(site, ask(method, step, { cookie: forged }), anonymous);
  });

  test(`${method} ${shown} of a sale that is not there is not found`, async () => {
    const { cookie } = stranger;
    await expectRefusal(site, ask(method, step, { cookie }, newId()), "404 sale_not_found");
    const isCrowds = anonymous.endsWith("sign_in_needed");
    const wrong = isCrowds ? "404 sale_not_found" : "422 invalid_request";
    await expectRefusal(site, ask(method, step, { cookie }, "1"), wrong);
    await expectRefusal(site, ask(method, step, { cookie }, saleId.toUpperCase()), wrong);
  });

  if (method === "GET") continue;
  test(`${method} ${shown} is refused to pages of other sites`, async () => {
    const { cookie } = holder;
    for (const from of [{ origin: "https://evil.test" }, { "sec-fetch-site": "cross-site" }]) {
      const foreign = ask(method, step, { cookie, ...from });
      await expectRefusal(site, foreign, "403 foreign_origin");
    }
  });
}

describe("a fan", () => {
  test("does not release another fan's claim, nor see it", async () => {
    for (const fan of [other, stranger]) {
      const release = ask("DELETE", `claims/${claimId}`, { cookie: fan.cookie });
      await expectRefusal(site, release, "404 claim_not_found");
      const look = ask("GET", "claims/mine", { cookie: fan.cookie });
      await expectRefusal(site, look, "404 claim_not_found");
    }
    expect((await site.laneOf(saleId)).claims.get(1)).toMatchObject({ id: claimId, state: "held" });
  });

  test("does not release a claim of another sale, or one that is none", async () => {
    const { cookie } = holder;
    for (const id of [newId(), claimId.replace(/.$/, claimId.endsWith("0") ? "1" : "0")]) {
      const release = ask("DELETE", `claims/${id}`, { cookie });
      await expectRefusal(site, release, "404 claim_not_found");
    }
    for (const id of ["1", claimId.toUpperCase(), `${claimId}0`]) {
      const release = ask("DELETE", `claims/${id}`, { cookie });
      await expectRefusal(site, release, "422 invalid_request");
    }
  });

  test("who is not in the sale has nothing to leave, to see or to claim from", async () => {
    const { cookie } = stranger;
    for (const [method, step] of [
      ["GET", "registrations/mine"],
      ["DELETE", "registrations/mine"],
      ["GET", "place"],
    ] as const) {
      await expectRefusal(site, ask(method, step, { cookie }), "404 registration_not_found");
    }
  });

  test("sees the claim as it was answered, with its receipt", async () => {
    const again = good(await site.claim(saleId, holder));
    const mine = good(await site.ask(saleId, holder, "GET", "claims/mine"));
    expect(mine.body).toEqual(again.body);
  });

  test("needs no body to register, and none is read", async () => {
    const { cookie } = stranger;
    const giant = { ...ask("POST", "registrations", { cookie }), body: "x".repeat(5_000) };
    await expectRefusal(site, giant, "413 body_too_large");
    await expectRefusal(site, { ...giant, isChunked: true }, "413 body_too_large");
    const small = { ...ask("POST", "registrations", { cookie }), body: "{" };
    expect((await sendOverWire(site, small)).status).toBe(201);
    // The line grows and moves in the background; the next test begins when it has.
    await until(async () => (await site.laneOf(saleId)).admittedThrough === 3);
  });
});

describe("a receipt to be checked", () => {
  const check = (body: unknown, headers: Record<string, string> = {}): WireRequest => ({
    method: "POST",
    path: `/sales/${saleId}/receipt-checks`,
    headers,
    body,
  });
  const good64 = "ab".repeat(32);
  const receipt = () => ({ saleId, sequence: 1, digest: good64, signature: "A".repeat(86) });

  const rows: readonly [title: string, change: object, expected?: string][] = [
    ["without a record", { sequence: undefined }],
    ["of record 0", { sequence: 0 }],
    ["of record 1.5", { sequence: 1.5 }],
    ["of a record beyond all numbers", { sequence: 1e300 }],
    ["of a record as text", { sequence: "1" }],
    ["with a digest in capital letters", { digest: good64.toUpperCase() }],
    ["with half a digest", { digest: "ab" }],
    ["with half a signature", { signature: "A" }],
    ["with a signature in another alphabet", { signature: "+".repeat(86) }],
    ["with more than a receipt", { more: 1 }],
    ["of a sale that is none", { saleId: "1" }],
    ["of another sale", { saleId: newId() }, "422 receipt_invalid"],
    ["that nobody signed", {}, "422 receipt_invalid"],
    ["of the last record that could be", { sequence: 2 ** 53 - 1 }, "422 receipt_invalid"],
  ];
  for (const [title, change, expected = "422 invalid_request"] of rows) {
    test(`is refused ${title}`, async () => {
      await expectRefusal(site, check({ ...receipt(), ...change }), expected);
    });
  }

  test("is refused when it is no JSON, giant, or of another type", async () => {
    await expectRefusal(site, check("{"), "400 malformed_json");
    await expectRefusal(site, check("x".repeat(70_000)), "413 body_too_large");
    const typed = check(receipt(), { "content-type": "text/plain" });
    await expectRefusal(site, typed, "415 unsupported_media_type");
  });
});
