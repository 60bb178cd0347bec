import { expect, test } from "bun:test";
import { countries, isCountry } from "./countries.ts";

test("every country has a name, and stands once in the list", () => {
  const names = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
  expect(countries.filter((code) => names.of(code) === undefined)).toEqual([]);
  expect(countries).toEqual([...new Set(countries)].toSorted());
  expect(countries).toHaveLength(249);
});

test("only the assigned codes in capitals are countries", () => {
  expect(["DE", "CN", "XK", "EU", "de", "DEU", "", "ZZ"].filter(isCountry)).toEqual(["DE", "CN"]);
});
