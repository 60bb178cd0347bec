import { invariant } from "../../../platform/failure.ts";
import { leafLength } from "./entrant-list.ts";

/**
 * The published file of an entrant list, or a run of its lines: one leaf a line in lower-case hex,
 * each line ended by "\n". The texts of consecutive runs of leaves, joined, are the text of all.
 */
export function encodeEntrantList(leaves: Uint8Array): Uint8Array {
  invariant(leaves.length % leafLength === 0, "an entrant list holds whole leaves");
  const text = new Uint8Array((leaves.length / leafLength) * lineLength);
  let at = 0;
  for (let index = 0; index < leaves.length; index++) {
    const byte = leaves[index] ?? 0;
    text[at++] = hexDigits[byte >>> 4] ?? 0;
    text[at++] = hexDigits[byte & 15] ?? 0;
    if ((index + 1) % leafLength === 0) text[at++] = newline;
  }
  return text;
}

export type ParsedEntrantList =
  | { readonly ok: true; readonly leaves: Uint8Array }
  /** `line` counts from 1 and is the first whose form is wrong. */
  | { readonly ok: false; readonly line: number; readonly problem: EntrantLineProblem };

export type EntrantLineProblem = "not 64 lower-case hex digits" | "not ended by a newline";

/** Reads a list that comes in pieces, as from a file or a download. */
export interface EntrantListParser {
  /** Takes the next bytes. False once the list is known to be wrong: the rest need not be read. */
  push(bytes: Uint8Array): boolean;
  /** The whole list, or its first wrong line. */
  finish(): ParsedEntrantList;
}

/** @param expectedEntrants how many leaves to make room for at first; more may come. */
export function createEntrantListParser(expectedEntrants = 1024): EntrantListParser {
  let leaves = new Uint8Array(Math.max(1, expectedEntrants) * leafLength);
  let length = 0;
  let lines = 0;
  let column = 0;
  let highDigit = 0;
  let problem: EntrantLineProblem | undefined;

  return {
    push(bytes) {
      if (problem !== undefined) return false;
      for (let at = 0; at < bytes.length; at++) {
        const byte = bytes[at] ?? 0;
        if (column === digitsInLine) {
          if (byte !== newline) {
            problem = "not ended by a newline";
            return false;
          }
          lines++;
          column = 0;
          continue;
        }
        const digit = hexValues[byte] ?? notHex;
        if (digit === notHex) {
          problem = "not 64 lower-case hex digits";
          return false;
        }
        if ((column & 1) === 0) {
          highDigit = digit;
        } else {
          if (length === leaves.length) leaves = doubled(leaves);
          leaves[length++] = (highDigit << 4) | digit;
        }
        column++;
      }
      return true;
    },
    finish() {
      if (problem === undefined && column > 0) {
        problem =
          column === digitsInLine ? "not ended by a newline" : "not 64 lower-case hex digits";
      }
      return problem === undefined
        ? { ok: true, leaves: leaves.subarray(0, length) }
        : { ok: false, line: lines + 1, problem };
    },
  };
}

/** Reads a whole list strictly: what `encodeEntrantList` would not have written is refused. */
export function parseEntrantList(bytes: Uint8Array): ParsedEntrantList {
  const parser = createEntrantListParser(Math.floor(bytes.length / lineLength));
  parser.push(bytes);
  return parser.finish();
}

const digitsInLine = 2 * leafLength;
const lineLength = digitsInLine + 1;
const newline = 0x0a;
const hexDigits = new TextEncoder().encode("0123456789abcdef");
const notHex = 0xff;
const hexValues = new Uint8Array(256).fill(notHex);
for (const [value, digit] of hexDigits.entries()) hexValues[digit] = value;

function doubled(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(bytes.length * 2);
  larger.set(bytes);
  return larger;
}
