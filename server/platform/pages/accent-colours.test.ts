import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import {
  accentCss,
  accentFamily,
  accentProperties,
  CONTRAST_MIN,
  colourSchemes,
  contrastOf,
  contrastOnPages,
  defaultAccents,
  isLegible,
  readColour,
} from "./accent-colours.ts";

const tokens = readFileSync(new URL("tokens.css", import.meta.url), "utf8");
const valueOf = (name: string) =>
  new RegExp(`${name}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(tokens);

test("contrast is what WCAG's examples say", () => {
  expect(contrastOf("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrastOf("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
  expect(contrastOf("#123456", "#123456")).toBe(1);
});

test("the default accents and their companions are those of tokens.css", () => {
  const properties = accentProperties(defaultAccents);
  for (const [name, value] of Object.entries(properties)) {
    const [, light, dark] = valueOf(name) ?? [];
    expect(value).toBe(`light-dark(${light},${dark})`);
  }
});

test("an accent is measured against each background of tokens.css", () => {
  for (const name of ["--paper", "--surface", "--sunken"]) {
    const [, light = "", dark = ""] = valueOf(name) ?? [];
    // A background's own colour on itself has a contrast of 1, unless it is not known.
    expect([contrastOnPages(light, "light"), contrastOnPages(dark, "dark")]).toEqual([1, 1]);
  }
});

test("whatever legible accent is chosen, all that derives from it can be read", () => {
  const channel = fc.integer({ min: 0, max: 255 });
  const runs = Number(process.env["PROPERTY_RUNS"] ?? 2000);
  let legible = 0;
  fc.assert(
    fc.property(channel, channel, channel, fc.constantFrom(...colourSchemes), (r, g, b, scheme) => {
      const accent = `#${[r, g, b].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
      if (!isLegible(accent, scheme)) return;
      legible += 1;
      const { strong, on, wash } = accentFamily(accent, scheme);
      for (const [text, background] of [
        [on, accent],
        [on, strong],
        [accent, wash],
        [strong, wash],
      ] as const) {
        expect(contrastOf(text, background)).toBeGreaterThanOrEqual(CONTRAST_MIN);
      }
      expect(isLegible(strong, scheme)).toBe(true);
    }),
    { numRuns: runs },
  );
  expect(legible).toBeGreaterThan(runs / 10);
});

const spelled: readonly [text: string, colour: string | undefined][] = [
  ["#934800", "#934800"],
  [" #F3B567 ", "#f3b567"],
  ["#fff", undefined],
  ["red", undefined],
  ["#93480", undefined],
  ["#934800ff", undefined],
  ["#934800;}body{display:none", undefined],
  ["#934800\n", "#934800"],
  ["#93480g", undefined],
];

for (const [text, colour] of spelled) {
  test(`${JSON.stringify(text)} is ${colour ?? "no colour"}`, () => {
    expect(readColour(text)).toBe(colour as string);
  });
}

test("a style sheet takes nothing but colours, whatever it is given", () => {
  const css = accentCss({ light: "#934800}</style><script>", dark: "red;}*{display:none}" });
  expect(css).not.toMatch(/<|script|display/);
});
