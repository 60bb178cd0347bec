import { invariant } from "../../../platform/failure.ts";

/*
 * The draw, so that another implementer can recompute it:
 *
 * 1. The seed is 32 bytes, from `beaconSeed` or `beaconlessSeed`.
 * 2. The word stream is SHA-256(seed ‖ i) for i = 0, 1, 2, … (uint64 BE), each digest cut into
 * eight    uint32 BE words, used from left to right.
 * 3. A number below b, for 1 ≤ b < 2³²: take words until one is less than ⌊2³² / b⌋ · b; the number
 * is    that word modulo b. The words passed over are used up. (Without this, low numbers come more
 *    often. For b = 1 a word is used up too, but the draw never asks for it.)
 * 4. The order starts as the numbers of the live entrants, ascending. For i from last down to 1
 *    (counted from 0), a number j below i + 1 is taken, and the entries i and j are swapped: the
 *    shuffle of Durstenfeld, CACM 7 (1964), Algorithm 235. Entry k holds who has place k + 1.
 * 5. Where entrants are carried over from an earlier sale (`carry-over.ts`), step 4 is done for
 *    them alone, and then, with the words that follow, for the others, whose order comes behind.
 */

/** SHA-256("millet-draw-v1" ‖ the beacon round's randomness (32 bytes) ‖ root (32 bytes)). */
export function beaconSeed(randomness: Uint8Array, root: Uint8Array): Uint8Array {
  return taggedHash("millet-draw-v1", randomness, root);
}

/**
 * SHA-256("millet-draw-beaconless-v1" ‖ secret (32 bytes) ‖ root (32 bytes)). The operator who
 * knows the secret could have influenced such a draw through the entrant list.
 */
export function beaconlessSeed(secret: Uint8Array, root: Uint8Array): Uint8Array {
  return taggedHash("millet-draw-beaconless-v1", secret, root);
}

/** SHA-256("millet-draw-secret-v1" ‖ secret (32 bytes)): published when registration opens. */
export function drawSecretHash(secret: Uint8Array): Uint8Array {
  return taggedHash("millet-draw-secret-v1", secret);
}

/**
 * The order of a draw: entry `place - 1` is the number n of the entrant who has that place.
 * @param seed 32 bytes.
 * @param live the numbers of those who take part, ascending.
 * @param carried those of them who get the first places, ascending.
 */
export function drawOrder(
  seed: Uint8Array,
  live: Uint32Array,
  carried: Uint32Array = NOBODY,
): Uint32Array {
  for (let index = 0; index < live.length; index++) {
    const before = index === 0 ? 0 : (live[index - 1] ?? 0);
    invariant((live[index] ?? 0) > before, "live entrants are ascending numbers from 1");
  }
  const order = carriedFirst(live, carried);
  const nextWord = createWordStream(seed);
  shuffle(order.subarray(0, carried.length), nextWord);
  shuffle(order.subarray(carried.length), nextWord);
  return order;
}

const NOBODY = new Uint32Array();

function carriedFirst(live: Uint32Array, carried: Uint32Array): Uint32Array {
  if (carried.length === 0) return live.slice();
  const order = new Uint32Array(live.length);
  order.set(carried);
  let next = carried.length;
  let passed = 0;
  for (const n of live) {
    if (n === carried[passed]) passed++;
    else order[next++] = n;
  }
  invariant(passed === carried.length, "carried entrants are live ones, ascending");
  return order;
}

function shuffle(entries: Uint32Array, nextWord: () => number): void {
  for (let last = entries.length - 1; last > 0; last--) {
    const chosen = numberBelow(last + 1, nextWord);
    const held = entries[last] ?? 0;
    entries[last] = entries[chosen] ?? 0;
    entries[chosen] = held;
  }
}

/**
 * The inverse of an order: entry n is the place of entrant n, and 0 where n has none. Entry 0 is 0.
 * @param highestN the length of the entrant list.
 */
export function placesByEntrant(order: Uint32Array, highestN: number): Uint32Array {
  const places = new Uint32Array(highestN + 1);
  for (let index = 0; index < order.length; index++) {
    const n = order[index] ?? 0;
    invariant(n >= 1 && n <= highestN && places[n] === 0, "an order names every entrant once");
    places[n] = index + 1;
  }
  return places;
}

/** SHA-256 of the order as a sequence of uint32 BE: one short text that says all places. */
export function orderDigest(order: Uint32Array): Uint8Array {
  const bytes = new Uint8Array(order.length * 4);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < order.length; index++) view.setUint32(index * 4, order[index] ?? 0);
  return sha256(bytes);
}

/** The word stream of step 2: each call gives the next uint32. */
export function createWordStream(seed: Uint8Array): () => number {
  invariant(seed.length === 32, "a seed has 32 bytes");
  const input = new Uint8Array(40);
  input.set(seed);
  const inputView = new DataView(input.buffer);
  const block = new Uint8Array(32);
  const blockView = new DataView(block.buffer);
  let counter = 0n;
  let offset = block.length;
  return () => {
    if (offset === block.length) {
      inputView.setBigUint64(32, counter++);
      Bun.SHA256.hash(input, block);
      offset = 0;
    }
    const word = blockView.getUint32(offset);
    offset += 4;
    return word;
  };
}

/** Step 3: a number from 0 to bound - 1, each equally likely if the words are. */
export function numberBelow(bound: number, nextWord: () => number): number {
  invariant(Number.isInteger(bound) && bound >= 1 && bound < wordRange, "a bound fits 32 bits");
  const limit = wordRange - (wordRange % bound);
  let word = nextWord();
  while (word >= limit) word = nextWord();
  return word % bound;
}

const wordRange = 2 ** 32;

function taggedHash(tag: string, ...parts: readonly Uint8Array[]): Uint8Array {
  for (const part of parts) invariant(part.length === 32, "a draw's inputs have 32 bytes each");
  return sha256(Buffer.concat([Buffer.from(tag, "ascii"), ...parts]));
}

function sha256(input: Uint8Array): Uint8Array {
  const digest = new Uint8Array(32);
  Bun.SHA256.hash(input, digest);
  return digest;
}
