import { describe, expect, test } from "bun:test";
import { createHmac } from "node:crypto";
import fc from "fast-check";
import { decodePass, encodePass, uuidBytes, type Pass } from "./pass.ts";

const SALE = "01999999-0000-7000-8000-000000000001";
const OTHER_SALE = "01999999-0000-7000-8000-000000000002";
const FAN = "01999999-0000-7000-8000-0000000000aa";
const KEY = new Uint8Array(32).fill(7);
const OTHER_KEY = new Uint8Array(32).fill(8);
const NOW = 1_700_000_000_000;
const SECONDS = NOW / 1000;

const PASS: Pass = { saleId: SALE, fanId: FAN, place: 12, expiresAtSeconds: SECONDS + 60 };

const read = (text: string, saleId = SALE, key = KEY, nowMs = NOW) =>
  decodePass(text, uuidBytes(saleId), key, nowMs);

const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const key = fc.uint8Array({ minLength: 32, maxLength: 32 });

describe("a pass", () => {
  test("gives back the place that it was made for, under any key", () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), uint32, uint32, key, (saleId, fanId, place, at, key) => {
        const text = encodePass({ saleId, fanId, place, expiresAtSeconds: at }, key);
        expect(text).toMatch(/^[\w-]{99}$/);
        const nowMs = at * 1000 - 1;
        expect(decodePass(text, uuidBytes(saleId), key, nowMs)).toEqual({ ok: true, place });
      }),
    );
  });

  test("is laid out as documented", () => {
    const bytes = Buffer.from(encodePass(PASS, KEY), "base64url");
    const body = Buffer.concat([
      Buffer.from([1, 1]),
      Buffer.from(SALE.replaceAll("-", ""), "hex"),
      Buffer.from(FAN.replaceAll("-", ""), "hex"),
      Buffer.from([0, 0, 0, 12]),
      Buffer.from((SECONDS + 60).toString(16).padStart(8, "0"), "hex"),
    ]);
    const mac = createHmac("sha256", KEY).update(body).digest();
    expect(bytes.equals(Buffer.concat([body, mac]))).toBe(true);
  });

  test("ends at its second", () => {
    const endMs = PASS.expiresAtSeconds * 1000;
    const text = encodePass(PASS, KEY);
    expect(read(text, SALE, KEY, endMs - 1)).toEqual({ ok: true, place: 12 });
    expect(read(text, SALE, KEY, endMs)).toEqual({ ok: false, problem: "pass_expired" });
  });
});

describe("a pass is refused", () => {
  test("whichever of its bits is flipped", () => {
    const bytes = Buffer.from(encodePass(PASS, KEY), "base64url");
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      // The sale's 16 bytes follow version and key id; their change names another sale.
      const inSale = bit >= 16 && bit < 144;
      expect(read(flipped.toString("base64url"))).toEqual({
        ok: false,
        problem: inSale ? "pass_of_another_sale" : "pass_invalid",
      });
    }
  });

  test("for another sale, although it is signed rightly", () => {
    const other = encodePass({ ...PASS, saleId: OTHER_SALE }, OTHER_KEY);
    expect(read(other)).toEqual({ ok: false, problem: "pass_of_another_sale" });
  });

  test("when it is made with the key of another sale", () => {
    expect(read(encodePass(PASS, OTHER_KEY))).toEqual({ ok: false, problem: "pass_invalid" });
  });

  test("when it is both forged and expired, as forged: nobody learns what is inside", () => {
    const text = encodePass({ ...PASS, expiresAtSeconds: 1 }, OTHER_KEY);
    expect(read(text)).toEqual({ ok: false, problem: "pass_invalid" });
  });

  test("when it is cut, lengthened, or any other text", () => {
    const text = encodePass(PASS, KEY);
    const wrong = ["", text.slice(0, -1), `${text}A`, `${text}=`, ` ${text}`, text.slice(1)];
    for (const other of [...wrong, "A".repeat(99), "=".repeat(99), "é".repeat(99)]) {
      expect(read(other)).toEqual({ ok: false, problem: "pass_invalid" });
    }
    fc.assert(
      fc.property(fc.string({ maxLength: 200, unit: "binary" }), (any) => {
        expect(read(any).ok).toBe(false);
      }),
    );
  });
});
