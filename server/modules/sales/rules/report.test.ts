import { describe, expect, test } from "bun:test";
import { createKeys } from "../../../platform/keys.ts";
import { verifySignature } from "./receipts.ts";
import { encodeReport, reportMessage, type Report } from "./report.ts";

const keys = createKeys("a secret of 32 characters or more, for reports");

const REPORT: Report = {
  format: "millet-report-v1",
  sale: {
    id: "01999999-0000-7000-8000-000000000001",
    kind: "open",
    names: { en: "First round", "zh-Hans": "首轮" },
    registrations: 3,
    latecomers: 0,
  },
  draw: null,
  removals: [],
  totals: {
    records: 9,
    lastDigest: "ab".repeat(32),
    takeovers: 1,
    unitsOffered: 2,
    unitsSold: 0,
    unitsHeld: 2,
    unitsReserved: 0,
    unitsFree: 0,
    claims: 2,
    paid: 0,
    held: 2,
    released: 0,
    expired: 0,
    returned: 0,
    codesIssued: 0,
    codesRedeemed: 0,
    waitedInVain: 0,
    grantedFromReturns: 0,
    givenUp: 0,
    barred: 0,
    openedAt: "2026-11-01T10:00:00.000Z",
    soldOutAt: "2026-11-01T10:00:45.000Z",
    secondsToSellOut: 45,
    endedAt: "2026-11-01T11:00:00.000Z",
    stockAdded: [],
  },
  final: false,
  files: { entrants: null, log: "log-9.txt" },
  publicKey: keys.publicKey.toString("base64url"),
};

describe("a report", () => {
  test("is signed as compact JSON behind its format's name", () => {
    const message = new TextDecoder().decode(reportMessage(REPORT));
    expect(message).toBe(`millet-report-v1${JSON.stringify(REPORT)}`);
    const signature = keys.sign(reportMessage(REPORT));
    const parsed = JSON.parse(JSON.stringify(REPORT)) as Report;
    expect(verifySignature(reportMessage(parsed), signature, keys.publicKey)).toBe(true);
    const other = { ...REPORT, final: true };
    expect(verifySignature(reportMessage(other), signature, keys.publicKey)).toBe(false);
  });

  test("has one spelling, which reading and writing again gives back", () => {
    const signed = { report: REPORT, signature: "A".repeat(86) };
    const text = encodeReport(signed);
    expect(text).toEndWith("}\n");
    expect(text).toContain('"zh-Hans": "首轮"');
    expect(encodeReport(JSON.parse(text) as typeof signed)).toBe(text);
  });

  test("is written with its report and its signature alone, in this order", () => {
    const signed = { remark: "trust me", signature: "A".repeat(86), report: REPORT };
    const written = JSON.parse(encodeReport(signed)) as object;
    expect(Object.keys(written)).toEqual(["report", "signature"]);
  });
});
