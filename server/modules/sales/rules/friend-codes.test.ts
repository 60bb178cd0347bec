import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import {
  FRIEND_CODE_RANDOM_BYTES,
  hashFriendCode,
  readFriendCode,
  writeFriendCode,
} from "./friend-codes.ts";

const random = fc.uint8Array({
  minLength: FRIEND_CODE_RANDOM_BYTES,
  maxLength: FRIEND_CODE_RANDOM_BYTES,
});
const SAMPLE = writeFriendCode(Uint8Array.from({ length: 19 }, (_, index) => index));
const symbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

describe("a friend code", () => {
  test("has 95 random bits in five groups of four, the last symbol a check", () => {
    // Frozen: codes that were given out are read for ever.
    expect(SAMPLE).toBe("0123-4567-89AB-CDEF-GHJT");
    fc.assert(
      fc.property(random, (bytes) => {
        expect(writeFriendCode(bytes)).toMatch(
          /^([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}$/,
        );
      }),
    );
  });

  test("is read as it was written", () => {
    fc.assert(
      fc.property(random, (bytes) => {
        const code = writeFriendCode(bytes);
        expect(readFriendCode(code)).toBe(code.replaceAll("-", ""));
      }),
    );
  });

  const spellings: readonly [title: string, typed: string][] = [
    ["in small letters", SAMPLE.toLowerCase()],
    ["without hyphens", SAMPLE.replaceAll("-", "")],
    ["with spaces and long dashes", ` ${SAMPLE.replaceAll("-", " – ")}\n`],
    ["with letters for digits", SAMPLE.replace("01", "OI")],
    ["with an l for a one", SAMPLE.replace("1", "l")],
  ];
  for (const [title, typed] of spellings) {
    test(`is understood ${title}`, () => {
      expect(readFriendCode(typed)).toBe("0123456789ABCDEFGHJT");
    });
  }

  test("with one wrong symbol is none", () => {
    for (let at = 0; at < 20; at += 1) {
      for (const symbol of symbols) {
        const plain = SAMPLE.replaceAll("-", "");
        if (plain[at] === symbol) continue;
        expect(readFriendCode(plain.slice(0, at) + symbol + plain.slice(at + 1))).toBeUndefined();
      }
    }
  });

  test("with two symbols in each other's place is none", () => {
    fc.assert(
      fc.property(random, fc.nat(19), fc.nat(19), (bytes, from, to) => {
        const plain = writeFriendCode(bytes).replaceAll("-", "").split("");
        const [first, second] = [plain[from] ?? "", plain[to] ?? ""];
        fc.pre(first !== second);
        plain[from] = second;
        plain[to] = first;
        expect(readFriendCode(plain.join(""))).toBeUndefined();
      }),
    );
  });

  test("is none where it is too short, too long or of other letters", () => {
    for (const text of ["", "0", SAMPLE.slice(1), `${SAMPLE}0`, SAMPLE.replace("0", "U"), "🎉"]) {
      expect(readFriendCode(text)).toBeUndefined();
    }
  });

  test("is kept as a hash that another sale's key does not give", () => {
    const [one, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    expect(hashFriendCode(one, "X")).toEqual(hashFriendCode(one, "X"));
    expect(hashFriendCode(one, "X")).not.toEqual(hashFriendCode(other, "X"));
    expect(hashFriendCode(one, "X")).toHaveLength(32);
  });
});
