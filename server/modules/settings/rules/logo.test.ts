import { expect, test } from "bun:test";
import { drawnPicture, pngAround } from "../../../../tests/support/pictures.ts";
import { readPicture } from "../../../platform/pictures/read-picture.ts";
import { LOGO_LIMITS } from "./logo.ts";

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
];
for (const [width, height, isGood] of sizes) {
  test(`a logo of ${width} by ${height} pixels is ${isGood ? "taken" : "refused"}`, () => {
    const read = readPicture(pngAround(width, height, new Uint8Array()), LOGO_LIMITS);
    expect(read).toEqual(isGood ? { format: "png", width, height } : "wrong_size");
  });
}

test("a logo stands still", () => {
  const moving = pngAround(64, 32, new Uint8Array(), ["acTL"]);
  expect(readPicture(moving, LOGO_LIMITS)).toBe("moves");
});

for (const format of ["png", "jpeg", "webp"] as const) {
  test(`a logo as ${format} that is cut off anywhere is none`, () => {
    const whole = drawnPicture(format);
    expect(readPicture(whole, LOGO_LIMITS)).toEqual({ format, width: 48, height: 24 });
    for (let length = 0; length < whole.byteLength; length += 1) {
      expect(readPicture(whole.slice(0, length), LOGO_LIMITS)).toBeOneOf([
        "unknown_format",
        "damaged",
      ]);
    }
  });
}
