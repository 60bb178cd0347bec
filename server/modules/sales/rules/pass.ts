import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * The signed permission to claim in one sale. It can claim and nothing else.
 *
 * 42 bytes and their HMAC-SHA-256 under the sale's key, in base64url without padding:
 * version (1) ‖ key id (1) ‖ sale (16) ‖ fan (16) ‖ place, uint32 BE ‖ expiry, uint32 BE seconds.
 */
export interface Pass {
  readonly saleId: string;
  readonly fanId: string;
  /** In an open sale: the number of the registration. */
  readonly place: number;
  /** Seconds since 1970. */
  readonly expiresAtSeconds: number;
}

const VERSION = 1;
const KEY_ID = 1;
const BODY_BYTES = 42;
const PASS_BYTES = BODY_BYTES + 32;
/** 74 bytes in base64url. */
const PASS_CHARACTERS = 99;

/** @param key the sale's 32 bytes */
export function encodePass(pass: Pass, key: Uint8Array): string {
  const bytes = Buffer.alloc(PASS_BYTES);
  bytes[0] = VERSION;
  bytes[1] = KEY_ID;
  bytes.write(pass.saleId.replaceAll("-", ""), 2, "hex");
  bytes.write(pass.fanId.replaceAll("-", ""), 18, "hex");
  bytes.writeUInt32BE(pass.place, 34);
  bytes.writeUInt32BE(pass.expiresAtSeconds, 38);
  macOf(bytes, key).copy(bytes, BODY_BYTES);
  return bytes.toString("base64url");
}

export type PassProblem = "pass_invalid" | "pass_expired" | "pass_of_another_sale";

export type DecodedPass =
  | { readonly ok: true; readonly place: number }
  | { readonly ok: false; readonly problem: PassProblem };

/**
 * Checks a pass for one sale. The key is the sale's own, so the signature of another sale's pass
 * cannot be checked here: whatever names another sale is called so.
 * @param saleBytes the 16 bytes of the sale's id
 */
export function decodePass(
  text: string,
  saleBytes: Uint8Array,
  key: Uint8Array,
  nowMs: number,
): DecodedPass {
  if (text.length !== PASS_CHARACTERS) return { ok: false, problem: "pass_invalid" };
  const bytes = Buffer.from(text, "base64url");
  const wellFormed = bytes.length === PASS_BYTES && bytes[0] === VERSION && bytes[1] === KEY_ID;
  if (!wellFormed) return { ok: false, problem: "pass_invalid" };
  if (bytes.compare(saleBytes, 0, 16, 2, 18) !== 0) {
    return { ok: false, problem: "pass_of_another_sale" };
  }
  if (!timingSafeEqual(macOf(bytes, key), bytes.subarray(BODY_BYTES))) {
    return { ok: false, problem: "pass_invalid" };
  }
  if (bytes.readUInt32BE(38) * 1000 <= nowMs) return { ok: false, problem: "pass_expired" };
  return { ok: true, place: bytes.readUInt32BE(34) };
}

/** The 16 bytes of a UUID. */
export function uuidBytes(id: string): Buffer {
  return Buffer.from(id.replaceAll("-", ""), "hex");
}

function macOf(bytes: Buffer, key: Uint8Array): Buffer {
  return createHmac("sha256", key).update(bytes.subarray(0, BODY_BYTES)).digest();
}
