import { expect, test } from "bun:test";
import { isTrustedOrigin } from "./trusted-origin.ts";

const own = "https://millet.example";

const cases: readonly [
  title: string,
  method: string,
  origin: string | undefined,
  secFetchSite: string | undefined,
  expected: boolean,
][] = [
  ["our own page may change things", "POST", own, "same-origin", true],
  ["a program without a browser may", "DELETE", undefined, undefined, true],
  ["a foreign page may not", "POST", "https://evil.example", "cross-site", false],
  ["a longer name is foreign", "POST", "https://millet.example.evil.example", undefined, false],
  ["another port is foreign", "POST", "https://millet.example:8443", undefined, false],
  ["plain http is foreign", "POST", "http://millet.example", undefined, false],
  ["an opaque origin is foreign", "PUT", "null", "cross-site", false],
  ["a sister host is foreign", "PATCH", undefined, "same-site", false],
  ["reading is open to all pages", "GET", "https://evil.example", "cross-site", true],
];

for (const [title, method, origin, secFetchSite, expected] of cases) {
  test(title, () => {
    expect(isTrustedOrigin({ method, origin, secFetchSite }, own)).toBe(expected);
  });
}
