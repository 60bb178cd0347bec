import { beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSaleSite } from "../../../../tests/support/sale.ts";
import { endedDraw, fetchReport, type ReportFiles } from "../../../../tests/support/sale-report.ts";
import { createKeys } from "../../../platform/keys.ts";
import { encodeReport, reportMessage, type Report, type SignedReport } from "../rules/report.ts";
import { verifyReport } from "./verify-report.ts";

const site = await createSaleSite();
const { keys } = site.platform;

let files: ReportFiles = {};
let logName = "";

beforeAll(async () => {
  files = await fetchReport(site, await endedDraw(site));
  logName = Object.keys(files).find((name) => name.startsWith("log-")) ?? "";
});

/** Verifies the report with some of its files replaced; null stands for a missing one. */
async function verify(
  changes: Readonly<Record<string, Uint8Array | null>> = {},
  options: { publicKey?: string; number?: number } = {},
) {
  const target = mkdtempSync(join(tmpdir(), "millet-verify-"));
  try {
    for (const [name, bytes] of Object.entries({ ...files, ...changes })) {
      if (bytes !== null) writeFileSync(join(target, name), bytes);
    }
    return await verifyReport(join(target, "report.json"), options);
  } finally {
    rmSync(target, { recursive: true, force: true });
  }
}

async function problemOf(...args: Parameters<typeof verify>): Promise<string> {
  const verified = await verify(...args);
  return verified.ok ? "none" : verified.problem;
}

const fileOf = (name: string): Buffer => Buffer.from(files[name] ?? new Uint8Array());

/** Up to 200 positions, spread over the file, its first and its last among them. */
function positionsOf(length: number): number[] {
  const step = Math.max(1, length / 200);
  const positions = new Set<number>([length - 1]);
  for (let at = 0; at < length; at += step) positions.add(Math.floor(at));
  return [...positions];
}

type Change = (bytes: Buffer, at: number) => Buffer;

const CHANGES: Readonly<Record<string, Change>> = {
  "flipped in a bit": (bytes, at) => {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
    return changed;
  },
  inserted: (bytes, at) => {
    const byte = [0x20, 0x0a, 0x30, 0x00][at % 4] ?? 0;
    return Buffer.concat([bytes.subarray(0, at), Buffer.from([byte]), bytes.subarray(at)]);
  },
  removed: (bytes, at) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]),
};

const lineAt = (bytes: Buffer, at: number) =>
  bytes.subarray(0, at).filter((byte) => byte === 0x0a).length + 1;

describe("a report of a sale with everything in it", () => {
  test("verifies, and says what was checked", async () => {
    const verified = await verify(
      {},
      { publicKey: keys.publicKey.toString("base64url"), number: 2 },
    );
    expect(verified.ok ? verified.lines : verified).toEqual([
      expect.stringMatching(/^report: signed by /),
      expect.stringMatching(/^entrants: 8 leaves, root [0-9a-f]{64}$/),
      expect.stringMatching(/^warning: The operator could have influenced this draw/),
      expect.stringMatching(/^draw: 7 places follow from the seed$/),
      expect.stringMatching(/^number 2: place \d$/),
      expect.stringMatching(/^log: \d+ records, last digest [0-9a-f]{64}$/),
      expect.stringMatching(/^totals: 4 units, \d+ claims, 0 sold, 0 held$/),
    ]);
    const tombstone = await verify({}, { number: 8 });
    expect(tombstone.lines).toContain("number 8: no place in the draw");
  });

  for (const [title, change] of Object.entries(CHANGES)) {
    test(`is refused when any byte of report.json is ${title}`, async () => {
      const bytes = fileOf("report.json");
      for (const at of positionsOf(bytes.length)) {
        const problem = await problemOf({ "report.json": change(bytes, at) });
        expect(problem).toStartWith("report.json: ");
      }
    });

    test(`is refused when any byte of entrants.txt is ${title}`, async () => {
      const bytes = fileOf("entrants.txt");
      for (const at of positionsOf(bytes.length)) {
        const changed = change(bytes, at);
        const problem = await problemOf({ "entrants.txt": changed });
        const keepsForm = /^(?:[0-9a-f]{64}\n){8}$/.test(changed.toString("latin1"));
        const line = /^entrants\.txt line (\d+): /.exec(problem)?.[1];
        if (keepsForm) expect(problem).toStartWith("entrants.txt: its root is ");
        else expect(Math.abs(Number(line) - lineAt(bytes, at))).toBeLessThanOrEqual(1);
      }
    });

    test(`is refused at its line when any byte of the log is ${title}`, async () => {
      const bytes = fileOf(logName);
      for (const at of positionsOf(bytes.length)) {
        const changed = change(bytes, at);
        const problem = await problemOf({ [logName]: changed });
        // A second newline at a line's end leaves that line whole; the next one is wrong.
        const isEmptyLine = changed[at] === 0x0a && changed[at + 1] === 0x0a;
        const line = lineAt(bytes, at) + (isEmptyLine ? 1 : 0);
        expect(problem).toStartWith(`${logName} line ${line}: `);
      }
    });
  }
});

describe("a report is refused", () => {
  const ofText = (name: string, change: (text: string) => string) => ({
    [name]: Buffer.from(change(fileOf(name).toString("utf8"))),
  });

  test("when a file of it is missing, by the file's name", async () => {
    for (const name of Object.keys(files)) {
      const problem = await problemOf({ [name]: null });
      expect(problem).toStartWith("a file is missing: ");
      expect(problem).toContain(name);
    }
  });

  test("when one of its files is cut after any line, or continued", async () => {
    for (const name of ["entrants.txt", logName]) {
      const lines = fileOf(name).toString("latin1").split("\n").slice(0, -1);
      for (let kept = 0; kept < lines.length; kept += 1) {
        const text = lines.slice(0, kept).map((line) => `${line}\n`);
        const problem = await problemOf({ [name]: Buffer.from(text.join(""), "latin1") });
        expect(problem).toStartWith(name);
      }
      const last = lines.at(-1) ?? "";
      const problem = await problemOf(ofText(name, (text) => `${text}${last}\n`));
      expect(problem).toStartWith(name);
    }
  });

  test("when the last newline of a file is gone", async () => {
    const cut = (name: string) => ofText(name, (text) => text.slice(0, -1));
    expect(await problemOf(cut("report.json"))).toBe(
      "report.json: its spelling differs from the published one",
    );
    expect(await problemOf(cut("entrants.txt"))).toBe(
      "entrants.txt line 8: not ended by a newline",
    );
    const last = fileOf(logName).toString("latin1").split("\n").length - 1;
    expect(await problemOf(cut(logName))).toBe(`${logName} line ${last}: not ended by a newline`);
  });

  test("when hex is written in capital letters, or lines end as on Windows", async () => {
    const upper = await problemOf(ofText("entrants.txt", (text) => text.toUpperCase()));
    expect(upper).toBe("entrants.txt line 1: not 64 lower-case hex digits");
    const digest = (text: string) => text.slice(0, 64).toUpperCase() + text.slice(64);
    expect(await problemOf(ofText(logName, digest))).toBe(
      `${logName} line 1: it does not begin with a digest`,
    );
    for (const name of ["report.json", "entrants.txt", logName]) {
      const problem = await problemOf(ofText(name, (text) => text.replaceAll("\n", "\r\n")));
      expect(problem).toStartWith(name);
    }
  });

  test("when it is signed with another key than the one expected", async () => {
    const other = createKeys("another secret of 32 characters, for reports").publicKey;
    const problem = await problemOf({}, { publicKey: other.toString("base64url") });
    expect(problem).toBe("report.json: it is signed with another key than the one expected");
  });

  test("when it is no report at all", async () => {
    for (const text of ["", "{", "null", "[]", "{}", '{"report":null}', '{"report":{}}', "1"]) {
      const problem = await problemOf({ "report.json": Buffer.from(text) });
      expect(problem).toMatch(/^report\.json: it (?:is not JSON|has not the form of a report)$/);
    }
  });

  test("when something is added that the signature does not cover", async () => {
    const signed = JSON.parse(fileOf("report.json").toString("utf8")) as SignedReport;
    const more = { ...signed, remark: "trust me" };
    const text = `${JSON.stringify(more, null, 2)}\n`;
    expect(await problemOf({ "report.json": Buffer.from(text) })).toBe(
      "report.json: its spelling differs from the published one",
    );
  });
});

describe("a report that lies, signed by who made it, is refused", () => {
  const rows: readonly [title: string, lie: (report: Report) => object, problem: string][] = [
    [
      "about its totals",
      ({ totals }) => ({ totals: { ...totals, unitsOffered: totals.unitsOffered + 1 } }),
      "log: unitsOffered is 4, the report says 5",
    ],
    ["about who was removed", () => ({ removals: [] }), "log: the removals differ"],
    [
      "about when it was removed",
      ({ removals }) => ({ removals: removals.map((row) => ({ ...row, restoredAt: null })) }),
      "log: the removals differ",
    ],
    ["about being final", () => ({ final: false }), "log: 0 claims are held"],
    [
      "about the number of entrants",
      ({ draw }) => ({ draw: { ...draw, entrants: 9 } }),
      "entrants.txt: it has 8 lines, the report says 9",
    ],
    [
      "about how many were drawn",
      ({ draw }) => ({ draw: { ...draw, drawn: 8 } }),
      "entrants.txt: 7 entrants are live, the report says 8",
    ],
    [
      "about the root",
      ({ draw }) => ({ draw: { ...draw, root: "ab".repeat(32) } }),
      "entrants.txt: its root is",
    ],
    [
      "about the root's signature",
      ({ draw }) => ({ draw: { ...draw, rootSignature: "A".repeat(86) } }),
      "report.json: the root's signature is wrong",
    ],
    [
      "about the seed",
      ({ draw }) => ({ draw: { ...draw, seed: "ab".repeat(32) } }),
      "report.json: the seed does not follow",
    ],
    [
      "about the secret that was promised",
      ({ draw }) => ({ draw: { ...draw, secret: { ...draw?.secret, secret: "ab".repeat(32) } } }),
      "report.json: the draw's secret is not the one that was promised",
    ],
    [
      "about the order",
      ({ draw }) => ({ draw: { ...draw, orderDigest: "ab".repeat(32) } }),
      "report.json: the order of the draw does not follow from its seed",
    ],
    [
      "about the trust that its draw deserves",
      ({ draw }) => ({ draw: { ...draw, statement: "Nobody could influence this draw." } }),
      "report.json: what it says of its draw is not what was drawn",
    ],
    [
      "about having had a draw",
      () => ({ draw: null }),
      "log line 1: it was founded on another draw",
    ],
    [
      "about its kind",
      ({ sale }) => ({ sale: { ...sale, kind: "open" } }),
      "log line 1: it was founded on another draw",
    ],
    [
      "about where its files are",
      () => ({ files: { entrants: "entrants.txt", log: "../../../etc/passwd" } }),
      "report.json: it names files that do not belong to a report",
    ],
  ];
  for (const [title, lie, problem] of rows) {
    test(title, async () => {
      const { report } = JSON.parse(fileOf("report.json").toString("utf8")) as SignedReport;
      const lying = { ...report, ...lie(report) } as Report;
      const signature = keys.sign(reportMessage(lying)).toString("base64url");
      const text = encodeReport({ report: lying, signature });
      expect(await problemOf({ "report.json": Buffer.from(text) })).toStartWith(
        problem.replace(/^log/, logName),
      );
    });
  }
});
