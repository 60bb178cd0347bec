import { createHash } from "node:crypto";
import { expect, test } from "bun:test";
import { createChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/sha";
import { solveChallenge } from "./browser/solve-challenge.ts";

function challengeOf(counter: number, most = 5_000) {
  return createChallenge({ algorithm: "SHA-256", cost: 1, counter, deriveKey, data: { most } });
}

for (const counter of [0, 1, 255, 256, 1_499, 4_999]) {
  test(`a challenge whose number is ${counter} is solved with the library's own key`, async () => {
    const challenge = await challengeOf(counter);
    const { nonce, salt, keyPrefix } = challenge.parameters;
    const solution = await solveChallenge({
      parameters: { nonce, salt, keyPrefix, data: { most: 5_000 } },
    });
    const number = Buffer.alloc(4);
    number.writeUInt32BE(counter);
    const hashed = createHash("sha256")
      .update(Buffer.from(salt + nonce, "hex"))
      .update(number);
    expect(solution).toEqual({ counter, derivedKey: hashed.digest("hex") });
  });
}

test("work is shown as it goes on, and ends where no number fits", async () => {
  const { nonce, salt } = (await challengeOf(0)).parameters;
  const shown: number[] = [];
  const parameters = { nonce, salt, keyPrefix: "00".repeat(16), data: { most: 20_000 } };
  expect(await solveChallenge({ parameters }, (done) => shown.push(done))).toBeUndefined();
  expect(shown.length).toBeGreaterThan(0);
  expect(shown).toEqual(shown.toSorted((a, b) => a - b));
  expect(shown.at(-1)).toBe(1);
});
