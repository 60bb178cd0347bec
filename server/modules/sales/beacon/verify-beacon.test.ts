import { createHash } from "node:crypto";
import { expect, test } from "bun:test";
import { bls12_381 } from "@noble/curves/bls12-381";
import { quicknet, type BeaconChain, type BeaconRound } from "../rules/beacon.ts";
import { quicknetRound1000, quicknetRound657413 } from "./recorded-rounds.ts";
import { verifyBeacon } from "./verify-beacon.ts";

const { shortSignatures, G1, fields } = bls12_381;
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();

/** A round with that signature and the randomness that goes with it. */
function withSignature(round: number, signature: string): BeaconRound {
  return { round, signature, randomness: sha256(Buffer.from(signature, "hex")).toString("hex") };
}

/** A chain whose secret key is ours, so that we can sign any of its rounds. */
const ownKey = "2a".repeat(32);
const ownChain: BeaconChain = {
  ...quicknet,
  name: "own",
  publicKey: shortSignatures.getPublicKey(ownKey).toHex(),
};

function signOwn(round: number): BeaconRound {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(round));
  const hashed = shortSignatures.hash(
    sha256(message),
    "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_",
  );
  return withSignature(
    round,
    shortSignatures.Signature.toHex(shortSignatures.sign(hashed, ownKey)),
  );
}

test.each([quicknetRound1000, quicknetRound657413])(
  "round $round of quicknet verifies",
  (beacon) => {
    expect(verifyBeacon(quicknet, beacon)).toBe(true);
  },
);

test("a round that another chain signed does not verify", () => {
  const beacon = signOwn(1000);
  expect(verifyBeacon(ownChain, beacon)).toBe(true);
  expect(verifyBeacon(quicknet, beacon)).toBe(false);
});

const { signature } = quicknetRound1000;

test.each<[string, BeaconRound]>([
  ["another round's number", { ...quicknetRound1000, round: 1001 }],
  ["another round's signature", { ...quicknetRound657413, round: 1000 }],
  ["changed randomness", { ...quicknetRound1000, randomness: quicknetRound657413.randomness }],
  ["a signature with one bit changed", withSignature(1000, signature.replace(/9$/, "8"))],
  // The sign bit chooses between the point and its negative: on the curve and in the group.
  ["the negative of the signature", withSignature(1000, signature.replace(/^b/, "9"))],
  ["the point at infinity", withSignature(1000, `c0${"00".repeat(47)}`)],
  ["upper-case hex", withSignature(1000, signature.toUpperCase())],
  ["a signature cut short", withSignature(1000, signature.slice(2))],
  ["a signature that is longer", withSignature(1000, `${signature}00`)],
  ["no signature", withSignature(1000, "")],
  ["no hex", withSignature(1000, "zz".repeat(48))],
  ["round zero", { ...quicknetRound1000, round: 0 }],
  ["a broken round number", { ...quicknetRound1000, round: 1000.5 }],
])("%s does not verify", (_, beacon) => {
  expect(verifyBeacon(quicknet, beacon)).toBe(false);
});

test("a second spelling of a good signature does not verify, although the library reads it", () => {
  const coordinateBits = (1n << 381n) - 1n;
  // The first round of the chain whose x is so small that x + p fits 381 bits too.
  let beacon = signOwn(1);
  while ((BigInt(`0x${beacon.signature}`) & coordinateBits) + fields.Fp.ORDER > coordinateBits) {
    beacon = signOwn(beacon.round + 1);
  }
  const respelled = (BigInt(`0x${beacon.signature}`) + fields.Fp.ORDER).toString(16);
  const { Signature } = shortSignatures;
  expect(Signature.fromHex(respelled).equals(Signature.fromHex(beacon.signature))).toBe(true);
  expect(verifyBeacon(ownChain, beacon)).toBe(true);
  expect(verifyBeacon(ownChain, withSignature(beacon.round, respelled))).toBe(false);
});

test("a good signature plus a point outside of the group does not verify", () => {
  const shifted = shortSignatures.Signature.fromHex(signature).add(pointOutsideOfTheGroup());
  const { x, y } = shifted.toAffine();
  const flags = y * 2n > fields.Fp.ORDER ? 0b101n : 0b100n;
  const hex = (x | (flags << 381n)).toString(16);
  expect(verifyBeacon(quicknet, withSignature(1000, hex))).toBe(false);
});

/**
 * A point of the curve whose order divides the cofactor: the group's order times any other point.
 */
function pointOutsideOfTheGroup() {
  const { Fp, Fr } = fields;
  for (let x = 1n; ; x++) {
    const square = Fp.add(Fp.pow(x, 3n), 4n);
    const y = Fp.pow(square, (Fp.ORDER + 1n) / 4n);
    if (!Fp.eql(Fp.sqr(y), square)) continue;
    let multiple = G1.Point.ZERO;
    let power = G1.Point.fromAffine({ x, y });
    for (let left = Fr.ORDER; left > 0n; left >>= 1n) {
      if ((left & 1n) === 1n) multiple = multiple.add(power);
      power = power.double();
    }
    if (!multiple.is0()) return multiple;
  }
}
