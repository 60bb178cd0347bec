/** A check that failed; the message says where. */
export class Mismatch extends Error {}
