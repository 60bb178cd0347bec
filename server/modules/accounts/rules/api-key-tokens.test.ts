import { expect, test } from "bun:test";
import fc from "fast-check";
import {
  apiKeyState,
  bearerTokenOf,
  formatApiKeyToken,
  parseApiKeyToken,
} from "./api-key-tokens.ts";

const secret = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString("base64url"));

test("a token that was formatted is parsed into the same parts", () => {
  fc.assert(
    fc.property(fc.uuid(), secret, (id, secret) => {
      expect(parseApiKeyToken(formatApiKeyToken({ id, secret }))).toEqual({ id, secret });
    }),
  );
});

test("no other text is a token, and none makes the parser throw", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(parseApiKeyToken(text)).toBeUndefined();
    }),
  );
  expect(parseApiKeyToken(`millet_${"0".repeat(32)}_${"a".repeat(42)}`)).toBeUndefined();
  expect(parseApiKeyToken(`millet_${"0".repeat(32)}_${"a".repeat(44)}`)).toBeUndefined();
  expect(parseApiKeyToken(`millet_${"G".repeat(32)}_${"a".repeat(43)}`)).toBeUndefined();
});

const headers: readonly [header: string, token: string | undefined][] = [
  ["Bearer abc", "abc"],
  ["bearer abc", "abc"],
  ["Bearer   abc ", "abc"],
  ["Basic abc", undefined],
  ["Bearer", undefined],
  ["Bearer a b", undefined],
  ["abc", undefined],
];

for (const [header, token] of headers) {
  test(`the header "${header}" carries ${token === undefined ? "no token" : "a token"}`, () => {
    expect(bearerTokenOf(header)).toBe(token);
  });
}

const at = (ms: number) => new Date(ms);
const states: readonly [expiresAt: Date | null, revokedAt: Date | null, state: string][] = [
  [null, null, "live"],
  [at(1001), null, "live"],
  [at(1000), null, "expired"],
  [null, at(1), "revoked"],
  [at(1), at(1), "revoked"],
];

for (const [expiresAt, revokedAt, state] of states) {
  const end = expiresAt?.getTime() ?? "no";
  test(`a key with end ${end}, revoked ${revokedAt !== null}, is ${state} at 1000`, () => {
    expect(apiKeyState({ expiresAt, revokedAt }, 1000)).toBe(state as never);
  });
}
