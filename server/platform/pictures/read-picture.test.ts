import { expect, test } from "bun:test";
import fc from "fast-check";
import { drawnPicture, jpegOf, pngAround, pngOf, webpOf } from "../../../tests/support/pictures.ts";
import { type PictureLimits, readPicture } from "./read-picture.ts";

const bytes = (text: string) => Buffer.from(text, "latin1");
/** As wide as a module may ask. */
const lenient: PictureLimits = {
  sideMax: 6_000,
  areaMax: 24_000_000,
  mayMove: true,
  forgivesEnd: true,
};
const strict: PictureLimits = { sideMax: 6_000, mayMove: false, forgivesEnd: false };
const read = (picture: Uint8Array, limits = lenient) => readPicture(picture, limits);
const html = "<!doctype html><script>alert(1)</script>";

const good: readonly [title: string, picture: Uint8Array, format: string][] = [
  ["PNG", pngOf(30, 20), "png"],
  ["JPEG", jpegOf(30, 20), "jpeg"],
  ["lossy WebP", webpOf("VP8 ", 30, 20), "webp"],
  ["lossless WebP", webpOf("VP8L", 30, 20), "webp"],
  ["extended WebP", webpOf("VP8X", 30, 20), "webp"],
];
for (const [title, picture, format] of good) {
  test(`the size of a ${title} stands in its head`, () => {
    expect(read(picture)).toEqual({ format, width: 30, height: 20 } as never);
  });

  test(`a ${title} that was cut off anywhere is no picture, and never an error`, () => {
    for (let length = 0; length < Math.min(picture.byteLength, 24); length += 1) {
      expect(read(picture.subarray(0, length))).toBeString();
    }
  });
}

test("a photograph that lies on its side has the size that is seen", () => {
  for (const orientation of [1, 3]) {
    expect(read(jpegOf(30, 20, orientation))).toMatchObject({ width: 30, height: 20 });
  }
  for (const orientation of [6, 8]) {
    expect(read(jpegOf(30, 20, orientation))).toMatchObject({ width: 20, height: 30 });
  }
});

const bad: readonly [title: string, picture: Uint8Array, problem: string][] = [
  ["a PDF", bytes("%PDF-1.7"), "unknown_format"],
  ["nothing", bytes(""), "unknown_format"],
  ["an SVG", bytes(`<svg xmlns="http://www.w3.org/2000/svg"/>`), "unknown_format"],
  ["a page", bytes(html), "unknown_format"],
  ["a GIF", bytes("GIF89a\x01\0\x01\0"), "unknown_format"],
  ["an AVIF", bytes("\0\0\0\x20ftypavif"), "unknown_format"],
  ["a page behind the first bytes of a PNG", bytes(`\x89PNG\r\n\x1a\n${html}`), "damaged"],
  ["a PNG with a page behind it", Buffer.concat([pngOf(3, 3), bytes(html)]), "damaged"],
  ["a PNG without data", pngAround(0, 0, bytes("")), "damaged"],
  ["a JPEG without a frame", bytes("\xff\xd8\xff\xda\0\x02"), "damaged"],
  ["a page behind the first bytes of a JPEG", bytes(`\xff\xd8\xff${html}`), "damaged"],
  ["a WebP of another form", bytes("RIFF\x16\0\0\0WEBPICCP".padEnd(30, "\0")), "damaged"],
  ["a bomb in PNG", pngAround(60_000, 60_000, bytes("x")), "wrong_size"],
  ["a bomb with the largest numbers", pngAround(4e9, 4e9, bytes("x")), "wrong_size"],
  ["a bomb in JPEG", jpegOf(65_535, 65_535), "wrong_size"],
  ["a bomb in WebP", webpOf("VP8X", 16_000_000, 16_000_000), "wrong_size"],
  ["more than 24 million pixels", pngAround(5_000, 5_000, bytes("x")), "wrong_size"],
];
for (const [title, picture, problem] of bad) {
  test(`is refused: ${title}`, () => {
    expect(read(picture)).toBe(problem as never);
  });
}

const page = bytes(html);
const odd: readonly [title: string, picture: Uint8Array, whenStrict: string][] = [
  ["a JPEG with a page behind it", Buffer.concat([jpegOf(30, 20), page]), "damaged"],
  ["a JPEG that ends in its pixels", jpegOf(30, 20).subarray(0, -1), "damaged"],
  ["a WebP without its padding", unpadded(webpOf("VP8 ", 30, 20)), "damaged"],
  ["a PNG that moves", pngAround(30, 20, bytes("x"), ["acTL"]), "moves"],
  ["a WebP that moves", moving(webpOf("VP8X", 30, 20)), "moves"],
];
for (const [title, picture, whenStrict] of odd) {
  test(`is taken where the limits allow it, and else refused: ${title}`, () => {
    expect(read(picture)).toMatchObject({ width: 30, height: 20 });
    expect(read(picture, strict)).toBe(whenStrict as never);
  });
}

function unpadded(webp: Buffer): Buffer {
  webp.writeUInt32LE(webp.readUInt32LE(4) + 1, 4);
  return webp;
}

function moving(webp: Buffer): Buffer {
  webp[20] = 0b10;
  return webp;
}

for (const format of ["png", "jpeg", "webp"] as const) {
  test(`a ${format} as a program wrote it is good by the strictest limits`, () => {
    expect(read(drawnPicture(format), strict)).toEqual({ format, width: 48, height: 24 });
  });
}

test("no bytes, whatever follows a known head, are an error or have a size beyond the limits", () => {
  const heads = good.map(([, picture]) => [...picture]);
  fc.assert(
    fc.property(
      fc.constantFrom(...heads),
      fc.nat(40),
      fc.uint8Array({ maxLength: 60 }),
      (head, kept, tail) => {
        const found = read(Uint8Array.from([...head.slice(0, kept), ...tail]));
        if (typeof found === "string") return;
        expect(found.width * found.height).toBeLessThanOrEqual(24_000_000);
        expect(Math.min(found.width, found.height)).toBeGreaterThan(0);
      },
    ),
  );
});
