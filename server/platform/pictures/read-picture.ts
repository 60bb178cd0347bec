import { readJpeg } from "./jpeg.ts";
import { readPng } from "./png.ts";
import { readWebp } from "./webp.ts";

export type PictureFormat = "png" | "jpeg" | "webp";

/** In pixels: how large a picture is when it is shown. */
export interface Dimensions {
  readonly width: number;
  readonly height: number;
}

/** What the bytes of one format say of themselves. */
export interface PictureHead extends Dimensions {
  /** Whether it is more than one picture, to be shown one after another. */
  readonly moves: boolean;
  /** Whether the bytes end exactly where the format says; false only where that is forgivable. */
  readonly endsItself: boolean;
}

export interface ReadPicture extends Dimensions {
  readonly format: PictureFormat;
}

/** Which pictures are taken; what is not named has no limit. */
export interface PictureLimits {
  /** In pixels. */
  readonly sideMin?: number;
  /** In pixels. A picture costs a phone's memory as large as it says that it is. */
  readonly sideMax: number;
  /** In pixels. */
  readonly areaMax?: number;
  /** So many times as wide as high. */
  readonly widerMost?: number;
  /** So many times as high as wide. */
  readonly tallerMost?: number;
  readonly mayMove: boolean;
  /**
   * Whether an end is forgiven that is not quite the format's: what cameras write behind a JPEG, or
   * a WebP without its last byte of padding.
   */
  readonly forgivesEnd: boolean;
}

/** Why bytes are no picture that is taken. */
export type PictureProblem = "unknown_format" | "damaged" | "moves" | "wrong_size";

const formats = [
  { format: "png", begins: /^\x89PNG\r\n[^]\n/, read: readPng },
  { format: "jpeg", begins: /^\xff\xd8\xff/, read: readJpeg },
  { format: "webp", begins: /^RIFF[^]{4}WEBP/, read: readWebp },
] as const;

/**
 * What the bytes are by themselves, whatever their name or header says, without decoding them: only
 * these three formats, so that no page or script hides behind a picture.
 */
export function readPicture(
  bytes: Uint8Array,
  limits: PictureLimits,
): ReadPicture | PictureProblem {
  const start = String.fromCharCode(...bytes.subarray(0, 16));
  const found = formats.find(({ begins }) => begins.test(start));
  if (found === undefined) return "unknown_format";
  const head = found.read(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  if (head === undefined || head.width < 1 || head.height < 1) return "damaged";
  if (!head.endsItself && !limits.forgivesEnd) return "damaged";
  if (head.moves && !limits.mayMove) return "moves";
  const { width, height } = head;
  return isWithin(head, limits) ? { format: found.format, width, height } : "wrong_size";
}

function isWithin({ width, height }: Dimensions, limits: PictureLimits): boolean {
  const { sideMin = 1, sideMax, areaMax = sideMax ** 2 } = limits;
  const { widerMost = sideMax, tallerMost = sideMax } = limits;
  return (
    Math.min(width, height) >= sideMin &&
    Math.max(width, height) <= sideMax &&
    width * height <= areaMax &&
    width <= height * widerMost &&
    height <= width * tallerMost
  );
}
