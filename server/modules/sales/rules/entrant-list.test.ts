import { createHash } from "node:crypto";
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import {
  createEntrantListRootHasher,
  entrantLeaf,
  entrantListRoot,
  leafLength,
  liveEntrants,
  tombstoneLeaf,
  type Entrant,
} from "./entrant-list.ts";

const saleId = "01890a5d-ac96-774b-bcce-b302099a8057";
const fanId = "01890a5d-ac96-774b-bcce-b302099a8058";
const randomBytes = Uint8Array.from({ length: 32 }, (_, index) => index);
const entrant: Entrant = { saleId, fanId, n: 7, randomBytes };
const sha256 = (...parts: readonly Uint8Array[]) =>
  createHash("sha256").update(Buffer.concat(parts)).digest();

/** Leaves whose bytes are all 0, all 1, all 2, … */
function plainLeaves(count: number): Uint8Array {
  return Uint8Array.from({ length: count * leafLength }, (_, at) => Math.floor(at / leafLength));
}

// The frozen values of this file were computed by a separate program in Python.
describe("a leaf", () => {
  test("of an entrant has its frozen value", () => {
    expect(entrantLeaf(entrant).toHex()).toBe(
      "57d29f127ed5d88eaa8f6b379410e1b945ddb5bfafebfd2b868c64a0637c7af6",
    );
    expect(entrantLeaf({ ...entrant, n: 0x01_02_03_04 }).toHex()).toBe(
      "b73bdddc8e42e8b6255e02f388489b9302c7c8f7e393df20f777f37b886ddaa6",
    );
  });

  test("of somebody who left has its frozen value", () => {
    expect(tombstoneLeaf(saleId, 7).toHex()).toBe(
      "f8b139ae7c42266b5ebbac8450e09f8cc97520b146c191898829cca88e34e7b9",
    );
  });

  test("changes with every part of it", () => {
    const leaves = [
      entrantLeaf(entrant),
      entrantLeaf({ ...entrant, saleId: fanId }),
      entrantLeaf({ ...entrant, fanId: saleId }),
      entrantLeaf({ ...entrant, n: 8 }),
      entrantLeaf({ ...entrant, randomBytes: new Uint8Array(32) }),
      tombstoneLeaf(saleId, 7),
      tombstoneLeaf(saleId, 8),
      tombstoneLeaf(fanId, 7),
    ].map((leaf) => leaf.toHex());
    expect(new Set(leaves).size).toBe(leaves.length);
  });

  test.each([0, -1, 1.5, 2 ** 32, Number.NaN])("cannot have the number %p", (n) => {
    expect(() => entrantLeaf({ ...entrant, n })).toThrow("Invariant broken");
    expect(() => tombstoneLeaf(saleId, n)).toThrow("Invariant broken");
  });

  test("cannot have ids or random bytes of another form", () => {
    const wrong: readonly Partial<Entrant>[] = [
      { saleId: saleId.toUpperCase() },
      { saleId: saleId.replaceAll("-", "") },
      { fanId: `${fanId}0` },
      { fanId: "" },
      { randomBytes: new Uint8Array(31) },
    ];
    for (const part of wrong) {
      expect(() => entrantLeaf({ ...entrant, ...part })).toThrow("Invariant broken");
    }
  });
});

describe("the root of a list", () => {
  test.each([
    [0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
    [1, "7f9c9e31ac8256ca2f258583df262dbc7d6f68f2a03043d5c99a4ae5a7396ce9"],
    [2, "28fb81e496897e0ce886f08602392e9239b65c659041e5202163e58ad898f444"],
    [3, "ba8d94b7fbcecae7b81c4c80574fe24734a6917bf9c1ecd66ff3e0c34ead4620"],
    [5, "85e20cac1f02fda7bcdb2fc3f908568c57018c77815f1fa361acad13994f08bf"],
    [7, "7318881c41fce3c1de3640df8e8c110c93f43f686b74204a9d1ad5b8c71c2047"],
    [8, "f907f23f76aa01b755a614d31ef9832909f44638b4590073301e61e6d01f9a1d"],
    [1000, "f399434ad05bbc8389ec22263ff4293d7ddd811e6740be6a68046e0dc6cc9a22"],
  ])("of %d leaves has its frozen value", (count, root) => {
    expect(entrantListRoot(plainLeaves(count)).toHex()).toBe(root);
  });

  /** RFC 9162, section 2.1.1, word for word. */
  function treeHash(leaves: readonly Uint8Array[]): Uint8Array {
    if (leaves.length === 0) return sha256();
    const [only] = leaves;
    if (leaves.length === 1 && only !== undefined) return sha256(Uint8Array.of(0), only);
    let split = 1;
    while (split * 2 < leaves.length) split *= 2;
    const left = treeHash(leaves.slice(0, split));
    return sha256(Uint8Array.of(1), left, treeHash(leaves.slice(split)));
  }

  test("is the tree hash of RFC 9162 for every length up to 130", () => {
    const leaves = plainLeaves(130);
    const apart = Array.from({ length: 130 }, (_, index) =>
      leaves.subarray(index * leafLength, (index + 1) * leafLength),
    );
    const hasher = createEntrantListRootHasher();
    for (let count = 0; count <= 130; count++) {
      // Asking for the root of a beginning must not disturb what follows.
      expect(hasher.root().toHex()).toBe(
        Buffer.from(treeHash(apart.slice(0, count))).toString("hex"),
      );
      const next = apart[count];
      if (next !== undefined) hasher.append(next);
    }
  });

  test("is the same however the list is cut into pieces", () => {
    const leaves = plainLeaves(200);
    const whole = entrantListRoot(leaves).toHex();
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 10 }), (cuts) => {
        const hasher = createEntrantListRootHasher();
        let from = 0;
        for (const cut of [...cuts.sort((a, b) => a - b), 200]) {
          hasher.append(leaves.subarray(from * leafLength, cut * leafLength));
          from = cut;
        }
        expect(hasher.root().toHex()).toBe(whole);
      }),
    );
  });

  test("changes with every leaf, with their order and with their number", () => {
    const leaves = plainLeaves(9);
    const roots = new Set([entrantListRoot(leaves).toHex()]);
    for (let index = 0; index < 9; index++) {
      const changed = leaves.slice();
      changed[index * leafLength + 31] = 0xff;
      roots.add(entrantListRoot(changed).toHex());
    }
    const turned = leaves.slice();
    turned.copyWithin(0, leafLength, 2 * leafLength).fill(0, leafLength, 2 * leafLength);
    roots.add(entrantListRoot(turned).toHex());
    roots.add(entrantListRoot(leaves.subarray(leafLength)).toHex());
    roots.add(entrantListRoot(plainLeaves(10)).toHex());
    expect(roots.size).toBe(13);
  });

  test("is not given for a broken leaf", () => {
    expect(() => entrantListRoot(new Uint8Array(33))).toThrow("whole leaves");
  });
});

describe("the live entrants of a list", () => {
  test("are those that are no tombstone of this sale at this number", () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 50 }), (stayed) => {
        const leaves = new Uint8Array(stayed.length * leafLength);
        for (const [index, stays] of stayed.entries()) {
          const n = index + 1;
          const leaf = stays ? entrantLeaf({ ...entrant, n }) : tombstoneLeaf(saleId, n);
          leaves.set(leaf, index * leafLength);
        }
        const expected = stayed.flatMap((stays, index) => (stays ? [index + 1] : []));
        expect([...liveEntrants(saleId, leaves)]).toEqual(expected);
      }),
    );
  });

  test("include whoever carries a tombstone of another number or another sale", () => {
    const leaves = new Uint8Array([...tombstoneLeaf(saleId, 2), ...tombstoneLeaf(fanId, 2)]);
    expect([...liveEntrants(saleId, leaves)]).toEqual([1, 2]);
  });

  test("are found by every byte of the tombstone", () => {
    for (let at = 0; at < leafLength; at++) {
      const leaf = tombstoneLeaf(saleId, 1);
      leaf[at] = (leaf[at] ?? 0) ^ 1;
      expect([...liveEntrants(saleId, leaf)]).toEqual([1]);
    }
  });
});
