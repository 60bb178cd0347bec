import type { Dimensions, PictureHead } from "./read-picture.ts";

const IHDR = 0x49484452;
const IDAT = 0x49444154;
const IEND = 0x49454e44;
/** Announces the frames of an animation. */
const ACTL = 0x6163544c;

/** A chunk's length, name and check sum. */
const AROUND = 12;

/**
 * The size in a PNG's header. Its chunks must follow each other up to the end of the bytes
 * (https://www.w3.org/TR/png-3/#5Chunk-layout); what else is appended makes it no PNG.
 */
export function readPng(view: DataView): PictureHead | undefined {
  let at = 8;
  let size: Dimensions | undefined;
  let hasData = false;
  let moves = false;
  while (at + AROUND <= view.byteLength) {
    const length = view.getUint32(at);
    const name = view.getUint32(at + 4);
    const next = at + AROUND + length;
    if (next > view.byteLength) return undefined;
    if (size === undefined) {
      if (name !== IHDR || length !== 13) return undefined;
      size = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
    } else if (name === IDAT) hasData = true;
    else if (name === ACTL) moves = true;
    else if (name === IEND) {
      const isWhole = hasData && next === view.byteLength;
      return isWhole ? { ...size, moves, endsItself: true } : undefined;
    }
    at = next;
  }
  return undefined;
}
