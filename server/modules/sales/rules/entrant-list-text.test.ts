import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { leafLength } from "./entrant-list.ts";
import {
  createEntrantListParser,
  encodeEntrantList,
  parseEntrantList,
  type EntrantLineProblem,
} from "./entrant-list-text.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (encoded: Uint8Array) => new TextDecoder().decode(encoded);
const line = (digits: string) => `${digits.repeat(32)}\n`;

const someLeaves = fc
  .integer({ min: 0, max: 20 })
  .chain((count) =>
    fc.uint8Array({ minLength: count * leafLength, maxLength: count * leafLength }),
  );

test("the text is one leaf a line in lower-case hex", () => {
  const leaves = new Uint8Array([
    ...new Uint8Array(32).fill(0x0a),
    ...new Uint8Array(32).fill(0xff),
  ]);
  expect(text(encodeEntrantList(leaves))).toBe(line("0a") + line("ff"));
  expect(text(encodeEntrantList(new Uint8Array(0)))).toBe("");
  expect(() => encodeEntrantList(new Uint8Array(31))).toThrow("whole leaves");
});

test("what was written is read again, byte for byte", () => {
  fc.assert(
    fc.property(someLeaves, (leaves) => {
      const parsed = parseEntrantList(encodeEntrantList(leaves));
      expect(parsed.ok && Buffer.compare(parsed.leaves, leaves)).toBe(0);
    }),
  );
});

describe("a list is refused at its first wrong line", () => {
  const good = line("ab");
  const digits: EntrantLineProblem = "not 64 lower-case hex digits";
  const ending: EntrantLineProblem = "not ended by a newline";

  test.each<[string, string, number, EntrantLineProblem]>([
    ["upper-case hex", good + line("AB") + good, 2, digits],
    ["one upper-case digit at a line's end", `${"ab".repeat(31)}aB\n`, 1, digits],
    ["a letter that is no digit", good + good + line("ag"), 3, digits],
    ["an empty line", `${good}\n${good}`, 2, digits],
    ["an empty line at the end", `${good}\n`, 2, digits],
    ["a line that is too short", `${"ab".repeat(31)}\n${good}`, 1, digits],
    ["a line that is short by one digit", `${good}${"ab".repeat(31)}a\n`, 2, digits],
    ["a line that is too long", `${good}${"ab".repeat(33)}\n`, 2, ending],
    ["a carriage return", `${"ab".repeat(32)}\r\n`, 1, ending],
    ["a space at the end", `${"ab".repeat(32)} \n`, 1, ending],
    ["a space at the start", ` ${good}`, 1, digits],
    ["a byte order mark", `\u{FEFF}${good}`, 1, digits],
    ["no newline at the end", good + good.trimEnd(), 2, ending],
    ["an end within a line", `${good}ab`, 2, digits],
    ["an end after half a byte", `${good}a`, 2, digits],
    ["a nul", `${good}\0`, 2, digits],
  ])("for %s", (_, wrong, atLine, problem) => {
    expect(parseEntrantList(bytes(wrong))).toEqual({ ok: false, line: atLine, problem });
  });

  test("also if its bytes come one by one, and the rest is not read", () => {
    const parser = createEntrantListParser();
    const wrong = bytes(`${good}x${good}`);
    const taken = [...wrong].map((byte) => parser.push(Uint8Array.of(byte)));
    expect(taken.indexOf(false)).toBe(65);
    expect(taken.lastIndexOf(true)).toBe(64);
    expect(parser.finish()).toMatchObject({ ok: false, line: 2 });
  });
});

test("any change of one byte is refused or changes the leaves", () => {
  const leaves = Uint8Array.from({ length: 3 * leafLength }, (_, at) => at);
  const encoded = encodeEntrantList(leaves);
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: encoded.length - 1 }),
      fc.integer({ min: 1, max: 255 }),
      (at, difference) => {
        const changed = encoded.slice();
        changed[at] = (changed[at] ?? 0) ^ difference;
        const parsed = parseEntrantList(changed);
        if (parsed.ok) expect(encodeEntrantList(parsed.leaves)).toEqual(changed);
        else expect(parsed.line).toBe(Math.floor(at / 65) + 1);
      },
    ),
  );
});

test("a list that comes in pieces is read like a whole one, and has room to grow", () => {
  fc.assert(
    fc.property(someLeaves, fc.integer({ min: 1, max: 200 }), (leaves, pieceLength) => {
      const encoded = encodeEntrantList(leaves);
      const parser = createEntrantListParser(0);
      for (let at = 0; at < encoded.length; at += pieceLength) {
        expect(parser.push(encoded.subarray(at, at + pieceLength))).toBe(true);
      }
      const parsed = parser.finish();
      expect(parsed.ok && Buffer.compare(parsed.leaves, leaves)).toBe(0);
    }),
  );
});
