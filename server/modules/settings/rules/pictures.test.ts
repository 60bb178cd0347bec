import { describe, expect, test } from "bun:test";
import { drawnPicture, pngOf } from "../../../../tests/support/logo-pictures.ts";
import { readLogo } from "./logo.ts";
import { readPicture } from "./pictures.ts";

const text = (content: string) => new TextEncoder().encode(content);
const png = pngOf(64, 32);

describe("a picture is known by its bytes", () => {
  for (const format of ["png", "jpeg", "webp"] as const) {
    test(`as ${format}, with its size`, () => {
      const picture = { format, width: 48, height: 24 };
      expect(readPicture(drawnPicture(format))).toEqual({ picture });
    });
  }

  const strangers: readonly [title: string, bytes: Uint8Array][] = [
    ["an SVG", text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
    ["a page", text("<!doctype html><script>alert(1)</script>")],
    ["a GIF", text("GIF89a\u0001\u0000\u0001\u0000")],
    ["nothing", new Uint8Array()],
    ["a PDF", text("%PDF-1.7")],
  ];
  for (const [title, bytes] of strangers) {
    test(`and ${title} is none, whatever it is called`, () => {
      expect(readPicture(bytes)).toEqual({ wrong: "logo_format_unknown" });
    });
  }
});

describe("a picture must be whole", () => {
  for (const format of ["png", "jpeg", "webp"] as const) {
    const whole = drawnPicture(format);
    test(`a ${format} that is cut off anywhere is none`, () => {
      for (let length = 0; length < whole.byteLength; length += 1) {
        expect(readPicture(whole.slice(0, length))).toHaveProperty("wrong");
      }
    });
  }

  test("a page behind a PNG's end is no part of it", () => {
    const polyglot = new Uint8Array([...png, ...text("<script>alert(1)</script>")]);
    expect(readPicture(polyglot)).toEqual({ wrong: "logo_damaged" });
  });

  test("any bytes behind a signature are read without an error", () => {
    for (let seed = 0; seed < 300; seed += 1) {
      for (const format of ["png", "jpeg", "webp"] as const) {
        const bytes = drawnPicture(format).map((byte, at) =>
          (at * 31 + seed * 17) % 11 === 0 && at > 12 ? (byte + seed) % 256 : byte,
        );
        expect(() => readPicture(bytes)).not.toThrow();
      }
    }
  });
});

describe("a logo", () => {
  const sizes: readonly [width: number, height: number, isGood: boolean][] = [
    [16, 16, true],
    [2048, 2048, true],
    [400, 50, true],
    [50, 100, true],
    [15, 16, false],
    [2049, 2048, false],
    [401, 50, false],
    [50, 101, false],
    [60_000, 60_000, false],
    [0, 0, false],
  ];
  for (const [width, height, isGood] of sizes) {
    test(`of ${width} by ${height} pixels is ${isGood ? "taken" : "refused"}`, () => {
      expect("logo" in readLogo(pngOf(width, height))).toBe(isGood);
    });
  }

  test("stands still", () => {
    expect(readLogo(pngOf(64, 32, ["acTL"]))).toEqual({ wrong: "logo_moves" });
  });
});
