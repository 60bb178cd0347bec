import { createPublicKey, verify } from "node:crypto";
import { uuidBytes } from "./pass.ts";

/**
 * What is signed in the receipt of a claim: the record that the grant stands in. Whoever rewrites
 * the log contradicts it. "millet-claim-receipt-v1" ‖ sale (16) ‖ sequence, uint64 BE ‖ digest
 * (32).
 */
export function claimReceiptMessage(
  saleId: string,
  sequence: number,
  digest: Uint8Array,
): Uint8Array {
  const number = Buffer.alloc(8);
  number.writeBigUInt64BE(BigInt(sequence));
  return Buffer.concat([Buffer.from("millet-claim-receipt-v1"), uuidBytes(saleId), number, digest]);
}

/** "millet-registration-receipt-v1" ‖ the entrant's leaf (32), which binds all that it says. */
export function registrationReceiptMessage(leaf: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from("millet-registration-receipt-v1"), leaf]);
}

/** "millet-entrants-root-v1" ‖ sale (16) ‖ entrants, uint32 BE ‖ root (32). */
export function rootMessage(saleId: string, entrants: number, root: Uint8Array): Uint8Array {
  const count = Buffer.alloc(4);
  count.writeUInt32BE(entrants);
  return Buffer.concat([Buffer.from("millet-entrants-root-v1"), uuidBytes(saleId), count, root]);
}

/** DER header of an Ed25519 public key (RFC 8410, section 4). */
const ED25519_SPKI_HEADER = Buffer.from("302a300506032b6570032100", "hex");

/** @param publicKey 32 raw bytes */
export function verifySignature(
  message: Uint8Array,
  signature: Uint8Array,
  publicKey: Uint8Array,
): boolean {
  if (signature.length !== 64 || publicKey.length !== 32) return false;
  const key = createPublicKey({
    key: Buffer.concat([ED25519_SPKI_HEADER, publicKey]),
    format: "der",
    type: "spki",
  });
  return verify(null, message, key, signature);
}
