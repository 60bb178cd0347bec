import { readJpeg } from "./picture-jpeg.ts";
import { readPng } from "./picture-png.ts";
import { readWebp } from "./picture-webp.ts";

export type MediaType = "image/png" | "image/jpeg" | "image/webp";

/** How large a picture is when it is shown. */
export interface Dimensions {
  readonly width: number;
  readonly height: number;
}

export interface PictureFormat extends Dimensions {
  readonly mediaType: MediaType;
}

export const PICTURE_BYTES_MAX = 2 * 1024 * 1024;
export const PICTURES_PER_PRODUCT_MAX = 8;

/** Pixels along one side, and in all: what a phone can still unpack without a struggle. */
export const PICTURE_SIDE_MAX = 6_000;
const PICTURE_AREA_MAX = 24_000_000;

/** Why bytes are no picture that can be shown. */
export type PictureProblem = "not_a_picture" | "picture_broken" | "picture_too_large";

const formats = [
  { mediaType: "image/png", begins: /^\x89PNG\r\n[^]\n/, read: readPng },
  { mediaType: "image/jpeg", begins: /^\xff\xd8\xff/, read: readJpeg },
  { mediaType: "image/webp", begins: /^RIFF[^]{4}WEBP/, read: readWebp },
] as const;

/**
 * What the bytes are by themselves, whatever their name or header says: only these three formats,
 * each from its first byte to its last, so that no page or script hides behind a picture.
 */
export function readPicture(bytes: Uint8Array): PictureFormat | PictureProblem {
  const head = String.fromCharCode(...bytes.subarray(0, 16));
  const format = formats.find(({ begins }) => begins.test(head));
  if (format === undefined) return "not_a_picture";
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = format.read(view);
  if (found === undefined || found.width < 1 || found.height < 1) return "picture_broken";
  const { width, height } = found;
  const isLarge = Math.max(width, height) > PICTURE_SIDE_MAX || width * height > PICTURE_AREA_MAX;
  return isLarge ? "picture_too_large" : { mediaType: format.mediaType, width, height };
}
