import { expect, test } from "bun:test";
import { createHmac } from "node:crypto";
import { isSigned, SIGNATURE_TOLERANCE_SECONDS, signEvent } from "./event-signature.ts";

const KEY = Buffer.alloc(32, 7);
const BODY = Buffer.from('{"id":"e1"}');
const AT = 1_700_000_000;

test("an event that we signed is signed", () => {
  expect(isSigned(BODY, signEvent(BODY, KEY, AT), KEY, AT)).toBe(true);
});

test("the signature is the one that Stripe documents", () => {
  const mac = createHmac("sha256", KEY).update(`${AT}.{"id":"e1"}`).digest("hex");
  expect(signEvent(BODY, KEY, AT)).toBe(`t=${AT},v1=${mac}`);
});

test("another body, key or time is not signed", () => {
  const header = signEvent(BODY, KEY, AT);
  expect(isSigned(Buffer.from('{"id":"e2"}'), header, KEY, AT)).toBe(false);
  expect(isSigned(Buffer.from('{"id": "e1"}'), header, KEY, AT)).toBe(false);
  expect(isSigned(BODY, header, Buffer.alloc(32, 8), AT)).toBe(false);
  expect(isSigned(BODY, header.replace(`t=${AT}`, `t=${AT + 1}`), KEY, AT)).toBe(false);
});

test("a recording played back is not taken", () => {
  const header = signEvent(BODY, KEY, AT);
  const late = AT + SIGNATURE_TOLERANCE_SECONDS;
  expect(isSigned(BODY, header, KEY, late)).toBe(true);
  expect(isSigned(BODY, header, KEY, late + 1)).toBe(false);
  expect(isSigned(BODY, header, KEY, AT - SIGNATURE_TOLERANCE_SECONDS - 1)).toBe(false);
});

test("while keys are changed, one good signature of several is enough", () => {
  const [time, mac] = signEvent(BODY, KEY, AT).split(",");
  expect(isSigned(BODY, `${time},v1=${"0".repeat(64)},${mac}`, KEY, AT)).toBe(true);
});

test("a header of another form is no signature", () => {
  const mac = signEvent(BODY, KEY, AT).split("v1=")[1] ?? "";
  const headers = [
    "",
    "t=",
    "v1=",
    `v1=${mac}`,
    `t=${AT}`,
    `t=${AT},v0=${mac}`,
    `t=${AT},v1=${mac}00`,
    `t=${AT},v1=${mac.slice(2)}`,
    `t=-${AT},v1=${mac}`,
    `t=1e9,v1=${mac}`,
    `t=${AT},v1=${mac.toUpperCase()}`,
  ];
  for (const header of headers) {
    expect([header, isSigned(BODY, header, KEY, AT)]).toEqual([header, false]);
  }
});
