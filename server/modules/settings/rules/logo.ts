import { type Picture, type PictureProblem, readPicture } from "./pictures.ts";

/** Bytes; a logo on every page should be small. */
export const LOGO_BYTES_MAX = 256 * 1024;

/** Pixels on each side. More would cost a phone's memory: a picture is as large as it says. */
export const LOGO_SIDE_MIN = 16;
export const LOGO_SIDE_MAX = 2048;

/** In a header, what is narrower than this would be a line. */
const WIDER_MOST = 8;
const TALLER_MOST = 2;

/** What a file is, if it can be a logo; else what is wrong with it. */
export function readLogo(
  bytes: Uint8Array,
): { readonly logo: Picture } | { readonly wrong: PictureProblem | "logo_size_wrong" } {
  const read = readPicture(bytes);
  if ("wrong" in read) return read;
  const { width, height } = read.picture;
  const isGood =
    Math.min(width, height) >= LOGO_SIDE_MIN &&
    Math.max(width, height) <= LOGO_SIDE_MAX &&
    width <= height * WIDER_MOST &&
    height <= width * TALLER_MOST;
  return isGood ? { logo: read.picture } : { wrong: "logo_size_wrong" };
}
