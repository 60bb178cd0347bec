/**
 * A public randomness beacon of drand's kind: every period its nodes together sign the number of
 * the round, which nobody can foresee and anybody can check. All that is needed for checking is
 * pinned here.
 */
export interface BeaconChain {
  readonly name: string;
  /** SHA-256 over the chain's parameters, lower-case hex: how drand names the chain. */
  readonly hash: string;
  /** The group's public key, a compressed point on BLS12-381 G2, lower-case hex. */
  readonly publicKey: string;
  /** Round 1 is signed at this second since 1970, and the next ones a period apart. */
  readonly genesisSeconds: number;
  readonly periodSeconds: number;
  /**
   * The message is SHA-256(round as uint64 BE); the signature is a point on G1 (RFC 9380 hashing).
   */
  readonly scheme: "bls-unchained-g1-rfc9380";
}

/** One signed round, as drand publishes it; lower-case hex. */
export interface BeaconRound {
  readonly round: number;
  /** 48 bytes: a compressed point on BLS12-381 G1. */
  readonly signature: string;
  /** 32 bytes: SHA-256 of the signature. */
  readonly randomness: string;
}

/**
 * The League of Entropy's chain with a round each 3 s (drand.love/blog, "quicknet is live",
 * 2023-10-16).
 */
export const quicknet: BeaconChain = {
  name: "quicknet",
  hash: "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971",
  publicKey:
    "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451" +
    "0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a",
  genesisSeconds: 1_692_803_367,
  periodSeconds: 3,
  scheme: "bls-unchained-g1-rfc9380",
};

/**
 * Every chain that a sale may be bound to. A chain is never removed: old sales are verified by it.
 */
export const beaconChains: readonly BeaconChain[] = [quicknet];

/** The pinned chain of that hash. */
export function findBeaconChain(hash: string): BeaconChain | undefined {
  return beaconChains.find((chain) => chain.hash === hash);
}

/**
 * The newest round that is due at a time in milliseconds since 1970; 0 before the chain's first.
 */
export function roundAt(chain: BeaconChain, ms: number): number {
  const sinceGenesisMs = ms - chain.genesisSeconds * 1000;
  return Math.max(0, Math.floor(sinceGenesisMs / (chain.periodSeconds * 1000)) + 1);
}

/** When a round is due, in milliseconds since 1970. Its signature follows within about a second. */
export function roundTimeMs(chain: BeaconChain, round: number): number {
  return (chain.genesisSeconds + (round - 1) * chain.periodSeconds) * 1000;
}

/**
 * Between a sale's closing and its round the last registrations commit, the root is computed (about
 * a second for 2,000,000 entrants), signed and published, and our clock may be off from the
 * beacon's. Thirty seconds bear all of that with room to spare, and are short enough to wait for.
 */
export const leastRootMarginMs = 30_000;

/**
 * The round that a sale closing at `closingMs` is bound to: the first that is due at least
 * `marginMs` later. It depends on nothing else, so nobody can choose among rounds. The margin only
 * makes room: that the root was really published before `roundTimeMs` is for the caller to check.
 */
export function firstRoundAfter(
  chain: BeaconChain,
  closingMs: number,
  marginMs = leastRootMarginMs,
): number {
  // The last round due before the earliest time that will do, plus one.
  return roundAt(chain, closingMs + marginMs - 1) + 1;
}
