import { expect, test } from "bun:test";
import {
  codesAsCsv,
  emailsOf,
  findCodeProblems,
  type CodeOrder,
  type CodeProblem,
} from "./code-order.ts";

const order: CodeOrder = { variantId: "v", units: 1, isForFans: false, count: 3, emails: "" };

const cases: readonly [
  what: string,
  change: Partial<CodeOrder>,
  CodeProblem["problem"] | undefined,
][] = [
  ["three codes of one unit are fine", {}, undefined],
  ["no codes are none", { count: 0 }, "countProblem"],
  ["a thousand and one are too many", { count: 1_001 }, "countProblem"],
  ["more units than a claim may have are refused", { units: 3 }, "unitsProblem"],
  ["fans without an address are nobody", { isForFans: true }, "emailsProblem"],
  ["what is no address is told", { isForFans: true, emails: "a@b.test\nnonsense" }, "emailProblem"],
  ["addresses are fine", { isForFans: true, emails: "a@b.test, c@d.test" }, undefined],
];

for (const [what, change, problem] of cases) {
  test(what, () => {
    expect(findCodeProblems({ ...order, ...change }, 2)[0]?.problem).toBe(problem);
  });
}

test("an address given twice counts once, however it is written", () => {
  expect(emailsOf(" Anna@b.test \n\nanna@b.test;c@d.test")).toEqual(["anna@b.test", "c@d.test"]);
});

test("codes are kept as a table", () => {
  expect(codesAsCsv([{ number: 4, code: "7K3M-9QXD" }])).toBe("number,code\r\n4,7K3M-9QXD\r\n");
});
