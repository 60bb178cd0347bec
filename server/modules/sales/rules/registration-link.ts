import { createHmac, timingSafeEqual } from "node:crypto";
import { uuidBytes } from "./pass.ts";

/**
 * The token of a mailed link that registers one fan in one sale, in the place of a proof of work.
 * It can do nothing else: its key is derived for this purpose alone.
 *
 * 37 bytes and their HMAC-SHA-256, in base64url without padding:
 * version (1) ‖ sale (16) ‖ fan (16) ‖ expiry, uint32 BE seconds.
 */
export interface RegistrationLink {
  readonly saleId: string;
  readonly fanId: string;
  /** Seconds since 1970. */
  readonly expiresAtSeconds: number;
}

const VERSION = 1;
const BODY_BYTES = 37;
const TOKEN_BYTES = BODY_BYTES + 32;
/** 69 bytes in base64url, which has one spelling for a multiple of three. */
const TOKEN_CHARACTERS = 92;

/** @param key 32 bytes */
export function encodeRegistrationLink(link: RegistrationLink, key: Uint8Array): string {
  const bytes = Buffer.alloc(TOKEN_BYTES);
  bytes[0] = VERSION;
  uuidBytes(link.saleId).copy(bytes, 1);
  uuidBytes(link.fanId).copy(bytes, 17);
  bytes.writeUInt32BE(link.expiresAtSeconds, 33);
  macOf(bytes, key).copy(bytes, BODY_BYTES);
  return bytes.toString("base64url");
}

export type DecodedRegistrationLink =
  | { readonly ok: true; readonly fanId: string }
  | { readonly ok: false; readonly problem: "link_invalid" | "link_expired" };

/** Checks a token for one sale; that of another sale is as invalid as a forged one. */
export function decodeRegistrationLink(
  token: string,
  saleId: string,
  key: Uint8Array,
  nowMs: number,
): DecodedRegistrationLink {
  if (token.length !== TOKEN_CHARACTERS) return { ok: false, problem: "link_invalid" };
  const bytes = Buffer.from(token, "base64url");
  const isOurs =
    bytes.length === TOKEN_BYTES &&
    bytes[0] === VERSION &&
    bytes.toString("base64url") === token &&
    timingSafeEqual(macOf(bytes, key), bytes.subarray(BODY_BYTES)) &&
    bytes.compare(uuidBytes(saleId), 0, 16, 1, 17) === 0;
  if (!isOurs) return { ok: false, problem: "link_invalid" };
  if (bytes.readUInt32BE(33) * 1000 <= nowMs) return { ok: false, problem: "link_expired" };
  return { ok: true, fanId: uuidText(bytes.subarray(17, 33)) };
}

function uuidText(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString("hex");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function macOf(bytes: Buffer, key: Uint8Array): Buffer {
  return createHmac("sha256", key).update(bytes.subarray(0, BODY_BYTES)).digest();
}
