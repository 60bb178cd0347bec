import { createHmac, timingSafeEqual } from "node:crypto";

/** An event older or newer than this may be a recording that somebody plays back. */
export const SIGNATURE_TOLERANCE_SECONDS = 300;

/**
 * The signature of a provider's event, in the form that Stripe uses: `t=<seconds>,v1=<hex>`, an
 * HMAC-SHA-256 over time, a dot, and the body's bytes exactly as they came.
 * https://docs.stripe.com/webhooks#verify-manually
 */
export function signEvent(body: Uint8Array, key: Uint8Array, atSeconds: number): string {
  return `t=${atSeconds},v1=${macOf(body, key, atSeconds).toString("hex")}`;
}

/** Whether the body was signed with this key not long ago. Compares in constant time. */
export function isSigned(
  body: Uint8Array,
  header: string,
  key: Uint8Array,
  nowSeconds: number,
): boolean {
  const fields = header.split(",").map((field) => field.trim());
  const time = fields.find((field) => field.startsWith("t="))?.slice(2) ?? "";
  if (!/^\d{1,12}$/.test(time)) return false;
  const atSeconds = Number(time);
  if (Math.abs(nowSeconds - atSeconds) > SIGNATURE_TOLERANCE_SECONDS) return false;
  const expected = macOf(body, key, atSeconds);
  // While keys are changed, an event carries one signature for each.
  return fields.some((field) => {
    const hex = /^v1=([0-9a-f]{64})$/.exec(field)?.[1];
    return hex !== undefined && timingSafeEqual(Buffer.from(hex, "hex"), expected);
  });
}

function macOf(body: Uint8Array, key: Uint8Array, atSeconds: number): Buffer {
  return createHmac("sha256", key).update(`${atSeconds}.`).update(body).digest();
}
