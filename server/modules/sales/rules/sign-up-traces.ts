/** What a request to register shows of where it came from. */
export interface SignUpOrigin {
  /** The network around the address (`sharedNetwork`); undefined where that is not known. */
  readonly network: string | undefined;
  /** What the browser says of itself, as one text. */
  readonly browser: string;
}

/**
 * What is kept of an origin: two hashes of so many bytes under a key of the sale. They tell that
 * two registrations of the sale are alike (of two million hardly any are by chance), nothing across
 * sales, and nothing at all without the key.
 */
export const TRACE_BYTES = 8;
