import { expect, test } from "bun:test";
import { INTEGER_MOST, pageLimit, wholeNumber } from "./whole-numbers.ts";

test("a whole number is read as it is written, up to both ends", () => {
  const read = (text: string) => wholeNumber(0, INTEGER_MOST).parse(text);
  expect(["0", "7", "10", "2147483647"].map(read)).toEqual([0, 7, 10, 2_147_483_647]);
});

const written = ["", " ", "ten", "1e1", "1E1", "0x10", "0b1", "0o7", "1.0", "1.", ".1", "+1", "-1"];
const odd = [" 1", "1 ", "01", "00", "1_0", "1,0", "１", "Infinity", "NaN", "true", "null", "1\n"];
const beyond = ["0", "101", "9007199254740993", "99999999999999999999"];
const refused = [...written, ...odd, ...beyond];

for (const text of refused) {
  test(`${JSON.stringify(text)} is no number of items`, () => {
    expect(pageLimit().safeParse(text).success).toBe(false);
  });
}

test("a page has as many items as its route says, unless told", () => {
  expect([pageLimit().parse(undefined), pageLimit(50).parse(undefined)]).toEqual([20, 50]);
  expect(pageLimit(50).parse("7")).toBe(7);
});
