import { expect, test } from "bun:test";
import { keyStateOf } from "./key-state.ts";

const NOW = Date.parse("2027-01-01T00:00:00Z");
const EARLIER = "2026-12-31T23:59:59Z";
const LATER = "2027-01-01T00:00:01Z";

test.each([
  [null, null, "valid"],
  [null, LATER, "valid"],
  [null, EARLIER, "expired"],
  [EARLIER, EARLIER, "revoked"],
  [EARLIER, null, "revoked"],
] as const)("a key revoked at %p that ends at %p is %s", (revokedAt, expiresAt, state) => {
  expect(keyStateOf({ revokedAt, expiresAt }, NOW)).toBe(state);
});
