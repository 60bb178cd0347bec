import { invariant } from "../../../platform/failure.ts";
import { uuidBytes } from "./pass.ts";

/*
 * Carry-over: entrants of an earlier draw who got nothing there get the first places here. Their
 * numbers are fixed when the entrant list is closed, published beside it, and bound twice: the
 * signature of the root covers their digest, and the seed of the draw is made from it.
 */

/** Numbers of entrants, ascending, and the earlier sale that they come from. */
export interface CarryOver {
  readonly from: string;
  readonly numbers: Uint32Array;
}

/**
 * SHA-256("millet-carried-v1" ‖ sale (16) ‖ earlier sale (16) ‖ count, uint32 BE ‖ the numbers,
 * ascending, uint32 BE each).
 */
export function carriedDigest(saleId: string, { from, numbers }: CarryOver): Uint8Array {
  const input = new Uint8Array(TAG.length + 36 + numbers.length * 4);
  const view = new DataView(input.buffer);
  input.set(TAG);
  input.set(uuidBytes(saleId), TAG.length);
  input.set(uuidBytes(from), TAG.length + 16);
  view.setUint32(TAG.length + 32, numbers.length);
  for (const [index, number] of numbers.entries()) {
    invariant(index === 0 || (numbers[index - 1] ?? 0) < number, "carried numbers ascend");
    view.setUint32(TAG.length + 36 + index * 4, number);
  }
  return sha256(input);
}

/**
 * What stands in the root's place in the seed of a draw with carry-over:
 * SHA-256("millet-draw-basis-v1" ‖ root (32) ‖ carried digest (32)). Without one it is the root.
 */
export function drawBasis(root: Uint8Array, digest: Uint8Array | null): Uint8Array {
  if (digest === null) return root;
  return sha256(Buffer.concat([Buffer.from("millet-draw-basis-v1"), root, digest]));
}

/**
 * What is signed where entrants are carried over, in the place of `rootMessage`:
 * "millet-entrants-root-v2" ‖ sale (16) ‖ entrants, uint32 BE ‖ root (32) ‖ carried digest (32).
 */
export function carriedRootMessage(
  saleId: string,
  entrants: number,
  root: Uint8Array,
  digest: Uint8Array,
): Uint8Array {
  const count = Buffer.alloc(4);
  count.writeUInt32BE(entrants);
  const tag = Buffer.from("millet-entrants-root-v2");
  return Buffer.concat([tag, uuidBytes(saleId), count, root, digest]);
}

/** What every report says of a carry-over. */
export const carryOverStatement =
  "The carried entrants are drawn among themselves for the first places, from the same seed. Who they are was fixed before the seed could be known. The report cannot show that each of them is a fan who got nothing in the earlier sale: only the operator, and each fan of themselves, knows that.";

/** The published file: one number a line, ascending, each line ended by "\n". */
export function encodeCarried(numbers: Uint32Array): Uint8Array {
  const text = numbers.length === 0 ? "" : `${numbers.join("\n")}\n`;
  return new TextEncoder().encode(text);
}

/**
 * Reads such a file strictly: what `encodeCarried` would not have written is refused.
 * @returns the numbers, or the first line (from 1) that is wrong
 */
export function parseCarried(
  bytes: Uint8Array,
): { readonly ok: true; readonly numbers: Uint32Array } | { readonly ok: false; line: number } {
  const lines = new TextDecoder("latin1").decode(bytes).split("\n");
  const last = lines.pop();
  const numbers = new Uint32Array(lines.length);
  let before = 0;
  for (const [index, line] of lines.entries()) {
    const number = /^[1-9]\d{0,9}$/.test(line) ? Number(line) : 0;
    if (number <= before || number > 0xffff_ffff) return { ok: false, line: index + 1 };
    numbers[index] = before = number;
  }
  return last === "" ? { ok: true, numbers } : { ok: false, line: lines.length + 1 };
}

const TAG = new TextEncoder().encode("millet-carried-v1");

function sha256(input: Uint8Array): Uint8Array {
  const digest = new Uint8Array(32);
  Bun.SHA256.hash(input, digest);
  return digest;
}
