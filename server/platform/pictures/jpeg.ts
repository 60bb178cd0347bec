import type { Dimensions, PictureHead } from "./read-picture.ts";

/** Start of image, restarts, and the like: markers without a length. */
const isBare = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);

/** Start of a frame in any of JPEG's modes (ITU-T T.81, table B.1); three codes mean others. */
const isFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

const APP1 = 0xe1;
const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;

/** The size in a JPEG's frame header, turned as its camera says that it is to be shown. */
export function readJpeg(view: DataView): PictureHead | undefined {
  let at = 2;
  let isTurned = false;
  let size: Dimensions | undefined;
  while (at + 4 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    // Any number of 0xff may fill the space before a marker.
    if (marker === 0xff) at += 1;
    else if (isBare(marker)) at += 2;
    else if (marker === END_OF_IMAGE) return undefined;
    else {
      const length = view.getUint16(at + 2);
      if (length < 2 || at + 2 + length > view.byteLength) return undefined;
      if (marker === START_OF_SCAN) {
        const endsItself = view.getUint16(view.byteLength - 2) === 0xff00 + END_OF_IMAGE;
        return size && { ...turn(size, isTurned), moves: false, endsItself };
      }
      if (marker === APP1) isTurned ||= isTurnedByExif(view, at + 4, length - 2);
      if (isFrame(marker) && length >= 8) {
        size = { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
      }
      at += 2 + length;
    }
  }
  return undefined;
}

function turn(size: Dimensions, isTurned: boolean): Dimensions {
  return isTurned ? { width: size.height, height: size.width } : size;
}

const ORIENTATION = 0x0112;

/** Whether Exif's orientation lays the picture on its side: the values 5 to 8. */
function isTurnedByExif(view: DataView, at: number, length: number): boolean {
  const isExif = length >= 20 && view.getUint32(at) === 0x45786966;
  if (!isExif) return false;
  const tiff = at + 6;
  const end = at + length;
  const isLittle = view.getUint16(tiff) === 0x4949;
  const directory = tiff + view.getUint32(tiff + 4, isLittle);
  if (directory + 2 > end) return false;
  const count = view.getUint16(directory, isLittle);
  for (let entry = directory + 2; entry < directory + 2 + 12 * count; entry += 12) {
    if (entry + 12 > end) return false;
    if (view.getUint16(entry, isLittle) === ORIENTATION) {
      return view.getUint16(entry + 8, isLittle) >= 5;
    }
  }
  return false;
}
