import { describe, expect, test } from "bun:test";
import { createKeys } from "../../../platform/keys.ts";
import {
  claimReceiptMessage,
  registrationReceiptMessage,
  rootMessage,
  verifySignature,
} from "./receipts.ts";

const SALE = "01999999-0000-7000-8000-000000000001";
const SALE_HEX = "01999999000070008000000000000001";
const DIGEST = new Uint8Array(32).fill(0xab);
const keys = createKeys("a secret of 32 characters or more, for receipts");
const others = createKeys("another secret of 32 characters, for receipts");

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const ascii = (text: string) => Buffer.from(text).toString("hex");

describe("what is signed", () => {
  test("of a claim names the sale, the record and its digest", () => {
    expect(hex(claimReceiptMessage(SALE, 258, DIGEST))).toBe(
      `${ascii("millet-claim-receipt-v1")}${SALE_HEX}0000000000000102${"ab".repeat(32)}`,
    );
  });

  test("of a registration is its leaf", () => {
    expect(hex(registrationReceiptMessage(DIGEST))).toBe(
      `${ascii("millet-registration-receipt-v1")}${"ab".repeat(32)}`,
    );
  });

  test("of an entrant list names the sale, its length and its root", () => {
    expect(hex(rootMessage(SALE, 2_000_000, DIGEST))).toBe(
      `${ascii("millet-entrants-root-v1")}${SALE_HEX}001e8480${"ab".repeat(32)}`,
    );
  });
});

describe("a signature", () => {
  const message = claimReceiptMessage(SALE, 1, DIGEST);
  const signature = keys.sign(message);

  test("holds for its message under its key", () => {
    expect(verifySignature(message, signature, keys.publicKey)).toBe(true);
  });

  test("does not hold for another message, under another key, or changed in any byte", () => {
    const other = claimReceiptMessage(SALE, 2, DIGEST);
    expect(verifySignature(other, signature, keys.publicKey)).toBe(false);
    expect(verifySignature(message, signature, others.publicKey)).toBe(false);
    for (let at = 0; at < signature.length; at += 1) {
      const changed = Buffer.from(signature);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(verifySignature(message, changed, keys.publicKey)).toBe(false);
    }
  });

  test("of another length, or a key of another length, is refused without an error", () => {
    for (const length of [0, 63, 65]) {
      expect(verifySignature(message, new Uint8Array(length), keys.publicKey)).toBe(false);
    }
    for (const length of [0, 31, 33]) {
      expect(verifySignature(message, signature, new Uint8Array(length))).toBe(false);
    }
  });

  test("under a key that is no point of the curve is refused without an error", () => {
    for (const byte of [0x00, 0x01, 0xff]) {
      expect(verifySignature(message, signature, new Uint8Array(32).fill(byte))).toBe(false);
    }
  });
});
