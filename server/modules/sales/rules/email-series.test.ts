import { expect, test } from "bun:test";
import { emailPatternOf, findEmailSeries } from "./email-series.ts";

test.each<[email: string, pattern: string | undefined, value: number | null]>([
  ["lark7@example.com", "lark#@example.com", 7],
  ["Lark.07@Example.com", "lark.#@example.com", 7],
  ["lark7b@example.com", "lark#b@example.com", 7],
  ["2lark19@example.com", "2lark#@example.com", 19],
  ["ana+siskin@example.com", "ana+*@example.com", null],
  ["ana+2@example.com", "ana+*@example.com", null],
  ["ana@example.com", undefined, null],
  ["13800138000@example.com", undefined, null],
  ["a1@example.com", undefined, null],
  ["+1@example.com", undefined, null],
])("%s could be one of %s", (email, pattern, value) => {
  expect(emailPatternOf(email)).toEqual(
    pattern === undefined ? (undefined as never) : { pattern, value },
  );
});

test("a series is numbers that follow each other, or tags of one mailbox", () => {
  const emails = [
    ...["lark1", "lark2", "lark4", "lark1985", "lark2001"].map((name) => `${name}@example.com`),
    "lark5@elsewhere.example",
    "ana+a@example.com",
    "ana+b@example.com",
    "ana+c@example.com",
    "ana@example.com",
  ];
  expect(findEmailSeries(emails, (email) => email)).toEqual([
    { pattern: "lark#@example.com", items: emails.slice(0, 3) },
    { pattern: "ana+*@example.com", items: emails.slice(6, 9) },
  ]);
});
