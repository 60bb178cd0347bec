import { expect, test } from "bun:test";
import { defaultBrand, KnownBrand } from "../../../platform/brand.ts";
import { createKeys } from "../../../platform/keys.ts";
import { newId } from "../../../platform/ids.ts";
import { createOneTimeCodes } from "./one-time-codes.ts";

const brand = new KnownBrand(defaultBrand({ brandName: "Millet" }));
const codes = createOneTimeCodes(createKeys("a secret of an installation, made up"), brand);
const fanId = newId<"fan">();

/** RFC 6238, appendix B, SHA-1: the last six of the eight digits. */
const vectors: readonly (readonly [number, string])[] = [
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_111_111_111, "050471"],
  [1_234_567_890, "005924"],
  [2_000_000_000, "279037"],
  [20_000_000_000, "353130"],
];

for (const [seconds, code] of vectors) {
  test(`the code of RFC 6238 at ${seconds} s is ${code}, one step early and late, too`, async () => {
    const secret = "12345678901234567890";
    const step = Math.floor(seconds / 30);
    const at = (nowMs: number, lastStep = 0) => codes.findStep({ secret, code, lastStep, nowMs });
    expect(await at(seconds * 1000)).toBe(step);
    expect(await at((seconds - 30) * 1000)).toBe(step);
    expect(await at((seconds + 30) * 1000)).toBe(step);
    expect(await at((seconds + 90) * 1000)).toBeUndefined();
    expect(await at((seconds - 90) * 1000)).toBeUndefined();
    expect(await at(seconds * 1000, step)).toBeUndefined();
    expect(await at(seconds * 1000, step - 1)).toBe(step);
  });
}

test("a sealed secret opens for its own fan and installation only, and unchanged", () => {
  const secret = codes.newSecret();
  const sealed = codes.seal(fanId, secret);
  expect(codes.open(fanId, sealed)).toBe(secret);
  expect(codes.seal(fanId, secret).equals(sealed)).toBe(false);
  expect(() => codes.open(newId<"fan">(), sealed)).toThrow();
  const others = createOneTimeCodes(createKeys("another secret of an installation"), brand);
  expect(() => others.open(fanId, sealed)).toThrow();
  const bent = Buffer.from(sealed);
  bent[bent.length - 1] = (bent.at(-1) ?? 0) ^ 1;
  expect(() => codes.open(fanId, bent)).toThrow();
});

test("what an app scans and what is typed are the same secret, of at least 128 bits", () => {
  const secret = codes.newSecret();
  const url = new URL(codes.otpauthUrl(secret, "olga@example.com"));
  expect(url.searchParams.get("secret")).toBe(codes.typedSecret(secret));
  expect(url.pathname).toContain("Millet");
  expect(Buffer.from(secret, "base64url")).toHaveLength(16);
});

test("codes for paper differ, and their hashes belong to one fan of one installation", () => {
  const made = codes.newBackupCodes();
  expect(new Set(made).size).toBe(10);
  for (const code of made) expect(code).toMatch(/^[a-z2-9]{5}(-[a-z2-9]{5}){2}$/);
  const [code = ""] = made;
  const hash = codes.hashBackupCode(fanId, code);
  expect(codes.hashBackupCode(fanId, code.replaceAll("-", " ").toUpperCase())).toEqual(hash);
  expect(codes.hashBackupCode(newId<"fan">(), code)).not.toEqual(hash);
});
