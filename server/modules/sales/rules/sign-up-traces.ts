import { createHmac } from "node:crypto";

/** What a request to register shows of where it came from. */
export interface SignUpOrigin {
  /** The network around the address (`sharedNetwork`); undefined where that is not known. */
  readonly network: string | undefined;
  /** What the browser says of itself, as one text. */
  readonly browser: string;
}

/** Bytes of each of the two halves of a trace: two million of them hardly ever meet by chance. */
export const TRACE_BYTES = 8;

/**
 * What is kept of one half of an origin: a hash under a key of this sale. It tells that two
 * registrations of the sale are alike, nothing across sales, and nothing at all without the key.
 * @param key 32 bytes, of this sale
 */
export function traceOf(key: Uint8Array, kind: keyof SignUpOrigin, value: string): Buffer {
  const digest = createHmac("sha256", key).update(`${kind}\n${value}`).digest();
  return digest.subarray(0, TRACE_BYTES);
}
