import { createHash } from "node:crypto";
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import {
  beaconChains,
  findBeaconChain,
  firstRoundAfter,
  leastRootMarginMs,
  quicknet,
  roundAt,
  roundTimeMs,
} from "./beacon.ts";

const genesisMs = 1_692_803_367_000;

test("quicknet's pinned parameters are those that its hash names", () => {
  // drand: common/chain/info.go, Hash(). The genesis seed is the group hash of the chain's info.
  const genesisSeed = "f477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e";
  const numbers = Buffer.alloc(12);
  numbers.writeUInt32BE(quicknet.periodSeconds);
  numbers.writeBigInt64BE(BigInt(quicknet.genesisSeconds), 4);
  const hash = createHash("sha256")
    .update(numbers)
    .update(Buffer.from(quicknet.publicKey, "hex"))
    .update(Buffer.from(genesisSeed, "hex"))
    .update("quicknet")
    .digest("hex");
  expect(quicknet.hash).toBe(hash);
});

test("a chain is found by its hash only", () => {
  for (const chain of beaconChains) expect(findBeaconChain(chain.hash)).toBe(chain);
  expect(findBeaconChain(quicknet.hash.toUpperCase())).toBeUndefined();
  expect(findBeaconChain("")).toBeUndefined();
});

describe("rounds and times", () => {
  test.each([
    [genesisMs - 1, 0],
    [0, 0],
    [genesisMs, 1],
    [genesisMs + 2999, 1],
    [genesisMs + 3000, 2],
    [Date.UTC(2023, 7, 23, 15, 59, 24), 1000],
  ])("at %d ms the newest round due is %d", (ms, round) => {
    expect(roundAt(quicknet, ms)).toBe(round);
  });

  test("a round is due from its time on, and not a millisecond earlier", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000_000 }), (round) => {
        const dueMs = roundTimeMs(quicknet, round);
        expect(roundAt(quicknet, dueMs)).toBe(round);
        expect(roundAt(quicknet, dueMs - 1)).toBe(round - 1);
      }),
    );
  });

  test("a sale's round is the first one that leaves the margin after its closing", () => {
    const closing = fc.integer({ min: genesisMs - 100_000, max: genesisMs + 10_000_000_000 });
    fc.assert(
      fc.property(closing, fc.integer({ min: 0, max: 100_000 }), (closingMs, marginMs) => {
        const round = firstRoundAfter(quicknet, closingMs, marginMs);
        expect(round).toBeGreaterThanOrEqual(1);
        expect(roundTimeMs(quicknet, round)).toBeGreaterThanOrEqual(closingMs + marginMs);
        if (round > 1) {
          expect(roundTimeMs(quicknet, round - 1)).toBeLessThan(closingMs + marginMs);
        }
      }),
    );
  });

  test.each([
    [0, 11],
    [1, 12],
    [2999, 12],
    [3000, 12],
    [3001, 13],
  ])("a sale closing %d ms after the first round is bound to round %d", (afterMs, round) => {
    expect(leastRootMarginMs).toBe(30_000);
    expect(firstRoundAfter(quicknet, genesisMs + afterMs)).toBe(round);
  });
});
