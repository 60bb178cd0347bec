import { expect, test } from "bun:test";
import { csvText } from "./csv.ts";

test("a table is written for spreadsheets, and no text of it becomes a formula", () => {
  const text = csvText(
    ["Time", 'Claims, "all"'],
    [
      ["=1+1", 3],
      ["＝HYPERLINK()", -2],
      [" padded", null],
    ],
  );
  expect(text).toBe(
    '\ufeffTime,"Claims, ""all"""\r\n\'=1+1,3\r\n\'＝HYPERLINK(),-2\r\n" padded",\r\n',
  );
});
