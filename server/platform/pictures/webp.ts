import type { Dimensions, PictureHead } from "./read-picture.ts";

/** The size in a WebP's first chunk (RFC 9649, section 2). */
export function readWebp(view: DataView): PictureHead | undefined {
  if (view.byteLength < 30) return undefined;
  const end = view.getUint32(4, true) + 8;
  // An odd length is followed by one byte of padding, which some writers leave out.
  const endsItself = end === view.byteLength;
  if (!endsItself && end !== view.byteLength + 1) return undefined;
  const size = readSize(view);
  return size && { ...size, moves: hasFrames(view), endsItself };
}

const FRAMES = 0b10;

function hasFrames(view: DataView): boolean {
  return formOf(view) === "VP8X" && (view.getUint8(20) & FRAMES) !== 0;
}

function formOf(view: DataView): string {
  return String.fromCharCode(...[12, 13, 14, 15].map((at) => view.getUint8(at)));
}

function readSize(view: DataView): Dimensions | undefined {
  switch (formOf(view)) {
    case "VP8 ":
      return readLossy(view);
    case "VP8L":
      return readLossless(view);
    case "VP8X":
      return { width: uint24(view, 24) + 1, height: uint24(view, 27) + 1 };
    default:
      return undefined;
  }
}

function readLossy(view: DataView): Dimensions | undefined {
  const isKeyFrame = (view.getUint8(20) & 1) === 0;
  if (!isKeyFrame || uint24(view, 23) !== 0x2a019d) return undefined;
  return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
}

function readLossless(view: DataView): Dimensions | undefined {
  if (view.getUint8(20) !== 0x2f) return undefined;
  const bits = view.getUint32(21, true);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
}
