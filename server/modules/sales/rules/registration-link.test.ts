import { describe, expect, test } from "bun:test";
import { decodeRegistrationLink, encodeRegistrationLink } from "./registration-link.ts";

const saleId = "0198c0de-0000-7000-8000-000000000001";
const fanId = "0198c0de-0000-7000-8000-000000000002";
const key = Uint8Array.from({ length: 32 }, (_, index) => index);
const expiresAtSeconds = 1_800_000_000;
const beforeMs = expiresAtSeconds * 1000 - 1;
// Computed by a separate program in Python.
const token =
  "AQGYwN4AAHAAgAAAAAAAAAEBmMDeAABwAIAAAAAAAAACa0nSAGy_zXQ3UiAOwSFw6ZvPSsDBdKSdzEKQ4MK5keKPVQYd";

test("a link's token is the frozen one, and names its fan until it expires", () => {
  expect(encodeRegistrationLink({ saleId, fanId, expiresAtSeconds }, key)).toBe(token);
  expect(decodeRegistrationLink(token, saleId, key, beforeMs)).toEqual({ ok: true, fanId });
  expect(decodeRegistrationLink(token, saleId, key, beforeMs + 1)).toEqual({
    ok: false,
    problem: "link_expired",
  });
});

describe("a token is invalid", () => {
  const problemOf = (text: string, sale = saleId, anyKey = key) => {
    const decoded = decodeRegistrationLink(text, sale, anyKey, beforeMs);
    return decoded.ok ? "none" : decoded.problem;
  };

  test("when any of its bits is flipped", () => {
    const bytes = Buffer.from(token, "base64url");
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes);
      changed[bit >>> 3] = (changed[bit >>> 3] ?? 0) ^ (1 << (bit & 7));
      expect(problemOf(changed.toString("base64url"))).toBe("link_invalid");
    }
  });

  test("in another sale, under another key, and in another form", () => {
    expect(problemOf(token, fanId)).toBe("link_invalid");
    expect(problemOf(token, saleId, new Uint8Array(32))).toBe("link_invalid");
    const forms = [
      "",
      token.slice(1),
      `${token}A`,
      `${token.slice(0, -1)}=`,
      token.replace("_", "/"),
      ` ${token.slice(1)}`,
      "A".repeat(92),
    ];
    for (const form of forms) expect(problemOf(form)).toBe("link_invalid");
  });
});
