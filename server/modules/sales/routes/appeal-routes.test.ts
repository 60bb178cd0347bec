import { describe, test } from "bun:test";
import { expectRefusal } from "../../../../tests/support/refusals.ts";
import { createSaleSite, good, type TestFan } from "../../../../tests/support/sale.ts";
import { newId } from "../../../platform/ids.ts";

const site = await createSaleSite();
const TEXT = "I live with my sister, we are two people.";

// The first place was barred, appealed, and was refused.
const fans = site.fans(2);
const saleId = await site.openDraw(fans);
const [barred, other] = (await site.inOrder(saleId, fans)) as [TestFan, TestFan];
good(await site.operate(saleId, "POST", "bars", { place: 1, reason: "duplicate_person" }));
const made = await site.send("POST", `/sales/${saleId}/appeals`, {
  body: { text: TEXT },
  headers: { cookie: barred.cookie },
});
const decided = good(made).body.id;
const DECISION = { decision: "uphold", answer: "No." };
good(await site.operate(saleId, "PUT", `appeals/${decided}/decision`, DECISION));

const support = await site.keyOf("support");
const fansOwn = { cookie: barred.cookie };
const owner = { authorization: site.owner };

describe("a wrong request", () => {
  const appeals = `/sales/${saleId}/appeals`;
  const decision = `${appeals}/${decided}/decision`;
  type Row = readonly [
    title: string,
    method: string,
    path: string,
    headers: Record<string, string>,
    body: unknown,
    expected: string,
  ];
  const nobody = `/sales/${newId()}/appeals`;
  const stranger = { cookie: site.fan().cookie };
  const foreign = { ...fansOwn, origin: "https://evil.example" };
  const rows: readonly Row[] = [
    ["an appeal of nobody", "POST", appeals, {}, { text: TEXT }, "401 not_signed_in"],
    ["an appeal from another site", "POST", appeals, foreign, { text: TEXT }, "403 foreign_origin"],
    ["an appeal in no sale", "POST", nobody, fansOwn, { text: TEXT }, "404 sale_not_found"],
    ["of one not there", "POST", appeals, stranger, { text: TEXT }, "404 registration_not_found"],
    [
      "of one not barred",
      "POST",
      appeals,
      { cookie: other.cookie },
      { text: TEXT },
      "404 place_not_barred",
    ],
    ["a second one", "POST", appeals, fansOwn, { text: TEXT }, "409 appeal_decided"],
    ["no text", "POST", appeals, fansOwn, {}, "422 invalid_request"],
    ["too short a text", "POST", appeals, fansOwn, { text: "  short    " }, "422 invalid_request"],
    [
      "too long a text",
      "POST",
      appeals,
      fansOwn,
      { text: "x".repeat(4_001) },
      "422 invalid_request",
    ],
    ["a null character", "POST", appeals, fansOwn, { text: `${TEXT}\0` }, "422 invalid_request"],
    [
      "text turned round",
      "POST",
      appeals,
      fansOwn,
      { text: `${TEXT}\u202e` },
      "422 invalid_request",
    ],
    [
      "half a character",
      "POST",
      appeals,
      fansOwn,
      { text: `${TEXT}\ud800` },
      "422 invalid_request",
    ],
    ["no JSON", "POST", appeals, fansOwn, "{", "400 malformed_json"],
    ["a giant", "POST", appeals, fansOwn, { text: "x".repeat(70_000) }, "413 body_too_large"],
    ["a list for nobody", "GET", appeals, {}, undefined, "401 not_signed_in"],
    [
      "a list for support",
      "GET",
      appeals,
      { authorization: support },
      undefined,
      "403 permission_missing",
    ],
    ["a list of no sale", "GET", nobody, owner, undefined, "404 sale_not_found"],
    ["a list in no state", "GET", `${appeals}?state=x`, owner, undefined, "422 invalid_request"],
    ["a list from nowhere", "GET", `${appeals}?cursor=x`, owner, undefined, "422 invalid_request"],
    ["a list without end", "GET", `${appeals}?limit=101`, owner, undefined, "422 invalid_request"],
    ["a decision of nobody", "PUT", decision, {}, DECISION, "401 not_signed_in"],
    [
      "a decision by support",
      "PUT",
      decision,
      { authorization: support },
      DECISION,
      "403 permission_missing",
    ],
    ["a second decision", "PUT", decision, owner, DECISION, "409 appeal_decided"],
    [
      "a decision on nothing",
      "PUT",
      `${appeals}/${newId()}/decision`,
      owner,
      DECISION,
      "404 appeal_not_found",
    ],
    [
      "a decision in no sale",
      "PUT",
      `${nobody}/${decided}/decision`,
      owner,
      DECISION,
      "404 sale_not_found",
    ],
    ["a decision on no id", "PUT", `${appeals}/1/decision`, owner, DECISION, "422 invalid_request"],
    ["no decision", "PUT", decision, owner, { answer: "x" }, "422 invalid_request"],
    ["no answer", "PUT", decision, owner, { decision: "uphold" }, "422 invalid_request"],
    [
      "an empty answer",
      "PUT",
      decision,
      owner,
      { decision: "uphold", answer: " " },
      "422 invalid_request",
    ],
    ["too much", "PUT", decision, owner, { ...DECISION, more: 1 }, "422 invalid_request"],
  ];
  for (const [title, method, path, headers, body, expected] of rows) {
    test(`is refused: ${title}`, async () => {
      await expectRefusal(site, { method, path, headers, body }, expected);
    });
  }
});
