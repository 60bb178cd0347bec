import { afterAll, describe, expect, test } from "bun:test";
import fc from "fast-check";
import { type CsvCell, csvLine, csvResponse } from "./csv.ts";

/** A reader of its own: RFC 4180, nothing more. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  const cells = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  for (let match = cells.exec(text); match !== null; match = cells.exec(text)) {
    rows.at(-1)?.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    if (match[3] === "\r\n") rows.push([]);
    if (cells.lastIndex === text.length) break;
  }
  return rows.slice(0, -1);
}

async function* pagesOf(...pages: (readonly (readonly CsvCell[])[])[]) {
  await Promise.resolve();
  yield* pages;
}

describe("a line", () => {
  const rows: readonly [title: string, cell: CsvCell, written: string][] = [
    ["plain text", "Siskin One", "Siskin One"],
    ["nothing", null, ""],
    ["what is not there", undefined, ""],
    ["a number below zero", -5, "-5"],
    ["a truth", true, "true"],
    ["a time", new Date(0), "1970-01-01T00:00:00.000Z"],
    ["a comma", "a,b", '"a,b"'],
    ["a quote", 'a "b"', '"a ""b"""'],
    ["a line's end", "a\nb", '"a\nb"'],
    ["spaces at its ends", " a ", '" a "'],
    ["Chinese", "深圳市南山区", "深圳市南山区"],
    ["a formula", "=1+1", "'=1+1"],
    ["a formula with quotes", '=HYPERLINK("//x")', `"'=HYPERLINK(""//x"")"`],
    ["a plus", "+86 138", "'+86 138"],
    ["a minus", "-1", "'-1"],
    ["an at sign", "@SUM(1)", "'@SUM(1)"],
    ["a formula after spaces", "  =1", `'  =1`],
    ["a formula after a line's end", "\n=1", `"'\n=1"`],
    ["a tab first", "\tx", `'\tx`],
    ["a carriage return first", "\rx", `"'\rx"`],
    ["a wide equals sign", "＝1", "'＝1"],
    ["an equals sign inside", "a=1", "a=1"],
  ];
  for (const [title, cell, written] of rows) {
    test(`writes ${title}`, () => expect(csvLine([cell])).toBe(`${written}\r\n`));
  }

  test("is read back as it was, but for the apostrophes before formulas", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" }), { minLength: 1 }), (cells) => {
        const [read] = readCsv(csvLine(cells));
        expect(read).toHaveLength(cells.length);
        for (const [index, cell] of cells.entries()) {
          expect([cell, `'${cell}`]).toContain(read?.[index] ?? "");
        }
      }),
    );
  });

  test("never begins a cell of text with what a spreadsheet runs", () => {
    const sign = fc.constantFrom("=", "+", "-", "@", "\t", "\r", "\n", "＝", " ", '"', ",", "1");
    fc.assert(
      fc.property(fc.array(sign, { minLength: 1 }), (signs) => {
        const [read] = readCsv(csvLine([signs.join("")]));
        expect(read?.[0]).not.toMatch(/^\s*[=+\-@＝]/);
      }),
    );
  });
});

describe("a file", () => {
  test("is a download with a header row, readable by spreadsheets as UTF-8", async () => {
    const pages = pagesOf([["a", 1]], [], [["发货", 2]]);
    const response = csvResponse({ fileName: "sale.csv", columns: ["name", "count"], pages });
    expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8; header=present");
    expect(response.headers.get("content-disposition")).toBe('attachment; filename="sale.csv"');
    expect(response.headers.get("cache-control")).toBe("no-store");
    const bytes = await response.bytes();
    expect(bytes.slice(0, 3)).toEqual(Uint8Array.of(0xef, 0xbb, 0xbf));
    expect(new TextDecoder().decode(bytes)).toBe("name,count\r\na,1\r\n发货,2\r\n");
  });

  test("reads no page ahead of a client that takes none, and stops when it goes away", async () => {
    let read = 0;
    let ended = false;
    async function* endless() {
      try {
        for (;;) {
          await Promise.resolve();
          read += 1;
          yield [["x".repeat(1000)]];
        }
      } finally {
        ended = true;
      }
    }
    const { body } = csvResponse({ fileName: "x.csv", columns: ["x"], pages: endless() });
    const reader = body?.getReader();
    await reader?.read();
    await reader?.read();
    await Bun.sleep(20);
    expect(read).toBeLessThanOrEqual(3);
    await reader?.cancel();
    expect(ended).toBe(true);
  });

  async function* failing() {
    await Promise.resolve();
    yield [["a"]];
    throw new Error("the database went away");
  }
  const server = Bun.serve({
    port: 0,
    error: () => new Response(null, { status: 500 }),
    fetch: () => csvResponse({ fileName: "x.csv", columns: ["x"], pages: failing() }),
  });
  afterAll(() => server.stop(true));

  test("that cannot be read to its end does not look complete", async () => {
    const whole = fetch(server.url).then((response) => response.text());
    expect(await whole.catch(() => "broken off")).toBe("broken off");
  });
});
