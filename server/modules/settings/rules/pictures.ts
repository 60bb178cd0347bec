/** What a file of pixels says of itself, read from its own bytes without decoding it. */
export interface Picture {
  readonly format: PictureFormat;
  readonly width: number;
  readonly height: number;
}

export type PictureFormat = "png" | "jpeg" | "webp";

export type PictureProblem = "logo_format_unknown" | "logo_damaged" | "logo_moves";

type Read = { readonly picture: Picture } | { readonly wrong: PictureProblem };

const DAMAGED = { wrong: "logo_damaged" } as const;
const MOVES = { wrong: "logo_moves" } as const;

/**
 * Tells the format by the first bytes, and takes a file only if it ends where its format says:
 * neither cut off nor followed by anything else.
 */
export function readPicture(bytes: Uint8Array): Read {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return readPng(view);
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return readJpeg(view);
  if (textAt(view, 0) === "RIFF" && textAt(view, 8) === "WEBP") return readWebp(view);
  return { wrong: "logo_format_unknown" };
}

/** W3C PNG, third edition, section 5: chunks of length, name, data and checksum. */
function readPng(view: DataView): Read {
  if (textAt(view, 12) !== "IHDR" || view.byteLength < 33) return DAMAGED;
  const picture = { format: "png", width: view.getUint32(16), height: view.getUint32(20) } as const;
  for (let at = 8; at + 12 <= view.byteLength;) {
    const name = textAt(view, at + 4);
    if (name === "acTL") return MOVES;
    at += 12 + view.getUint32(at);
    if (name === "IEND") return at === view.byteLength ? { picture } : DAMAGED;
  }
  return DAMAGED;
}

/** ITU T.81, annex B: segments, of which one, the frame header (SOF), has the size. */
function readJpeg(view: DataView): Read {
  const { byteLength } = view;
  if (byteLength < 4 || view.getUint16(byteLength - 2) !== 0xffd9) return DAMAGED;
  for (let at = 2; at + 9 <= byteLength;) {
    if (view.getUint8(at) !== 0xff) return DAMAGED;
    const marker = view.getUint8(at + 1);
    // Any number of fill bytes may stand before a marker.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) {
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      return { picture: { format: "jpeg", width, height } };
    }
    // The scan's pixels come after the frame header; without one there is no size.
    if (marker === 0xda || marker === 0xd9) return DAMAGED;
    at += 2 + Math.max(2, view.getUint16(at + 2));
  }
  return DAMAGED;
}

/** RFC 9649, section 2: a RIFF container, whose first chunk has the size in one of three ways. */
function readWebp(view: DataView): Read {
  if (view.byteLength < 30) return DAMAGED;
  const declared = view.getUint32(4, true) + 8;
  if (declared !== view.byteLength) return DAMAGED;
  switch (textAt(view, 12)) {
    case "VP8 ": {
      if (view.getUint16(23) !== 0x9d01 || view.getUint8(25) !== 0x2a) return DAMAGED;
      return webp(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
    }
    case "VP8L": {
      if (view.getUint8(20) !== 0x2f) return DAMAGED;
      const bits = view.getUint32(21, true);
      return webp((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
    }
    case "VP8X": {
      if ((view.getUint8(20) & 0b10) !== 0) return MOVES;
      return webp(uint24(view, 24) + 1, uint24(view, 27) + 1);
    }
    default:
      return DAMAGED;
  }
}

function webp(width: number, height: number): Read {
  return { picture: { format: "webp", width, height } };
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

/** Four characters; the empty text behind the end. */
function textAt(view: DataView, at: number): string {
  if (at + 4 > view.byteLength) return "";
  return String.fromCharCode(...[0, 1, 2, 3].map((step) => view.getUint8(at + step)));
}
