import { createHmac } from "node:crypto";
import { invariant } from "../../../platform/failure.ts";

/**
 * The states of a friend code in the table. `planned`: its units are not reserved in the lane yet,
 * because the sale has none so far; the others follow the lane.
 */
export const friendCodeStates = ["planned", "issued", "redeemed", "revoked", "expired"] as const;

export type FriendCodeState = (typeof friendCodeStates)[number];

/** Crockford's base 32: digits and letters that are not mistaken for each other. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/** 19 symbols of 5 bits: 95 bits that nobody guesses, and a check symbol makes it 20. */
const RANDOM_SYMBOLS = 19;

/** Bytes of randomness that one code needs: a byte for each symbol. */
export const FRIEND_CODE_RANDOM_BYTES = RANDOM_SYMBOLS;

/** A code to be read aloud: five groups of four, such as `7K3M-9QXD-VT2B-HJ5N-C8RW`. */
export function writeFriendCode(random: Uint8Array): string {
  invariant(random.length === RANDOM_SYMBOLS, "a code is made from as many bytes as symbols");
  const symbols = [...random].map((byte) => byte & 31);
  const text = [...symbols, checkSymbol(symbols)].map((symbol) => ALPHABET[symbol]).join("");
  return text.replaceAll(/(.{4})(?!$)/g, "$1-");
}

/**
 * What somebody typed as the code that it is: 20 symbols without hyphens. Case, spaces and hyphens
 * do not matter; O counts as 0, I and L as 1. @returns undefined where it is none, or mistyped
 */
export function readFriendCode(text: string): string | undefined {
  const plain = text
    .toUpperCase()
    .replaceAll(/[\s\p{Pd}]/gu, "")
    .replaceAll("O", "0")
    .replaceAll(/[IL]/g, "1");
  if (plain.length !== RANDOM_SYMBOLS + 1) return undefined;
  const symbols = Array.from(plain, (letter) => ALPHABET.indexOf(letter));
  if (symbols.includes(-1)) return undefined;
  const check = symbols.pop();
  return checkSymbol(symbols) === check ? plain : undefined;
}

/**
 * A sum over the field of 32 elements in which each place weighs differently, so that one wrong
 * symbol and any two that changed places show.
 */
function checkSymbol(symbols: readonly number[]): number {
  return symbols.reduce((sum, symbol) => timesAlpha(sum ^ symbol), 0);
}

/** Multiplication by α in GF(32), with the primitive polynomial x⁵ + x² + 1. */
function timesAlpha(element: number): number {
  const shifted = element << 1;
  return (shifted & 32) === 0 ? shifted : shifted ^ 0b100101;
}

/** All that is kept of a code: HMAC-SHA-256 of its 20 symbols, under a key of its sale. */
export function hashFriendCode(key: Uint8Array, code: string): Buffer {
  return createHmac("sha256", key).update(code).digest();
}
