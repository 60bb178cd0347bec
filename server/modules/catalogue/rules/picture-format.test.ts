import { expect, test } from "bun:test";
import fc from "fast-check";
import { jpegOf, pngAround, pngOf, webpOf } from "../../../../tests/support/pictures.ts";
import { readPicture } from "./picture-format.ts";

const bytes = (text: string) => Buffer.from(text, "latin1");
const html = "<!doctype html><script>alert(1)</script>";

const good: readonly [title: string, picture: Uint8Array, mediaType: string][] = [
  ["PNG", pngOf(30, 20), "image/png"],
  ["JPEG", jpegOf(30, 20), "image/jpeg"],
  ["lossy WebP", webpOf("VP8 ", 30, 20), "image/webp"],
  ["lossless WebP", webpOf("VP8L", 30, 20), "image/webp"],
  ["extended WebP", webpOf("VP8X", 30, 20), "image/webp"],
];
for (const [title, picture, mediaType] of good) {
  test(`the size of a ${title} stands in its head`, () => {
    expect(readPicture(picture)).toEqual({ mediaType, width: 30, height: 20 } as never);
  });

  test(`a ${title} that was cut off anywhere is no picture, and never an error`, () => {
    for (let length = 0; length < Math.min(picture.byteLength, 24); length += 1) {
      expect(readPicture(picture.subarray(0, length))).toBeString();
    }
  });
}

test("a photograph that lies on its side has the size that is seen", () => {
  for (const orientation of [1, 3]) {
    expect(readPicture(jpegOf(30, 20, orientation))).toMatchObject({ width: 30, height: 20 });
  }
  for (const orientation of [6, 8]) {
    expect(readPicture(jpegOf(30, 20, orientation))).toMatchObject({ width: 20, height: 30 });
  }
});

const bad: readonly [title: string, picture: Uint8Array, problem: string][] = [
  ["nothing", bytes(""), "not_a_picture"],
  ["an SVG", bytes(`<svg xmlns="http://www.w3.org/2000/svg"/>`), "not_a_picture"],
  ["a page", bytes(html), "not_a_picture"],
  ["a GIF", bytes("GIF89a\x01\0\x01\0"), "not_a_picture"],
  ["an AVIF", bytes("\0\0\0\x20ftypavif"), "not_a_picture"],
  ["a page behind the first bytes of a PNG", bytes(`\x89PNG\r\n\x1a\n${html}`), "picture_broken"],
  ["a PNG with a page behind it", Buffer.concat([pngOf(3, 3), bytes(html)]), "picture_broken"],
  ["a PNG without data", pngAround(0, 0, bytes("")), "picture_broken"],
  ["a JPEG without a frame", bytes("\xff\xd8\xff\xda\0\x02"), "picture_broken"],
  ["a page behind the first bytes of a JPEG", bytes(`\xff\xd8\xff${html}`), "picture_broken"],
  ["a WebP of another form", bytes("RIFF\x16\0\0\0WEBPICCP".padEnd(30, "\0")), "picture_broken"],
  ["a bomb in PNG", pngAround(60_000, 60_000, bytes("x")), "picture_too_large"],
  ["a bomb with the largest numbers", pngAround(4e9, 4e9, bytes("x")), "picture_too_large"],
  ["a bomb in JPEG", jpegOf(65_535, 65_535), "picture_too_large"],
  ["a bomb in WebP", webpOf("VP8X", 16_000_000, 16_000_000), "picture_too_large"],
  ["more than 24 million pixels", pngAround(5_000, 5_000, bytes("x")), "picture_too_large"],
];
for (const [title, picture, problem] of bad) {
  test(`is refused: ${title}`, () => {
    expect(readPicture(picture)).toBe(problem as never);
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
        const found = readPicture(Uint8Array.from([...head.slice(0, kept), ...tail]));
        if (typeof found === "string") return;
        expect(found.width * found.height).toBeLessThanOrEqual(24_000_000);
        expect(Math.min(found.width, found.height)).toBeGreaterThan(0);
      },
    ),
  );
});
