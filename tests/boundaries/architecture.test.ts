import { describe, expect, test } from "bun:test";
import { modules, type ModuleMap } from "../../server/modules.ts";
import { pictureOf, readArchitecture, withPicture } from "../support/architecture-picture.ts";
import { findCircle } from "./rules/map.ts";

const entry = (...mayUse: string[]) =>
  ({ purpose: "One.", mayUse, extras: {} }) as ModuleMap[string];

describe("the map", () => {
  test("has no circle", () => {
    expect(findCircle(modules)).toBeUndefined();
  });

  test("a module that uses itself is a circle", () => {
    expect(findCircle({ a: entry("a") })).toEqual(["a", "a"]);
  });

  test("a circle behind a straight way is found, without that way", () => {
    const map = { a: entry("b"), b: entry("c"), c: entry("d"), d: entry("b") };
    expect(findCircle(map)).toEqual(["b", "c", "d", "b"]);
  });

  test("two ways to one module are no circle", () => {
    const map = { a: entry("b", "c"), b: entry("d"), c: entry("d"), d: entry() };
    expect(findCircle(map)).toBeUndefined();
  });
});

describe("the picture in ARCHITECTURE.md", () => {
  test("shows the map as it is; `npm run picture` redraws it", async () => {
    const { actual, wanted } = await readArchitecture();
    expect(actual).toBe(wanted);
  });

  test("has a box for each module and an arrow for each permission", () => {
    const picture = pictureOf({ a: entry("b"), b: entry() });
    expect(picture.split("\n").slice(2, -1)).toEqual([
      `  a["<b>a</b><br>One."]`,
      `  b["<b>b</b><br>One."]`,
      "  a --> b",
    ]);
  });

  test("changes nothing but what stands between its markers", async () => {
    const { actual } = await readArchitecture();
    const redrawn = withPicture(actual, { a: entry() });
    expect(redrawn).not.toBe(actual);
    expect(withPicture(redrawn, modules)).toBe(actual);
  });

  test("is not drawn into a file without markers, or with two pairs of them", async () => {
    const { actual } = await readArchitecture();
    expect(() => withPicture("no markers", modules)).toThrow("ARCHITECTURE.md");
    expect(() => withPicture(actual + actual, modules)).toThrow("ARCHITECTURE.md");
  });
});
