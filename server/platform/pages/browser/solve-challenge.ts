/**
 * A challenge of ALTCHA, version 2, for SHA-256 at cost 1: `nonce` and `salt` of 16 bytes each and
 * the prefix, all in hex; `data.most` is above every possible solution.
 */
export interface Challenge {
  readonly parameters: {
    readonly nonce: string;
    readonly salt: string;
    readonly keyPrefix: string;
    readonly data: { readonly most: number };
  };
}

export interface Solution {
  readonly counter: number;
  readonly derivedKey: string;
}

/** How long the page may stand still. */
const SLICE_MS = 25;
/** Between two looks at the clock. */
const HASHES_AT_ONCE = 500;

/**
 * Finds the counter for which SHA-256(salt ‖ nonce ‖ counter, uint32 BE) begins with the prefix. It
 * works in slices, so that the page stays usable, and in plain JavaScript: the browser's own
 * SHA-256 is there on secure pages only, and takes longer to be called than to hash so little.
 * @param onProgress told from 0 to 1 how much of the most work is done
 * @returns undefined where no counter fits
 */
export async function solveChallenge(
  challenge: Challenge,
  onProgress: (done: number) => void = () => {},
): Promise<Solution | undefined> {
  const { nonce, salt, keyPrefix, data } = challenge.parameters;
  const block = new Uint32Array(16);
  for (const [index, word] of wordsOf(salt + nonce).entries()) block[index] = word;
  // 36 bytes are hashed: the counter, the bit that ends the text, and its length in bits.
  block[9] = 0x8000_0000;
  block[15] = 36 * 8;
  const firstWord = wordsOf(keyPrefix)[0] ?? 0;
  const state = new Uint32Array(8);
  for (let counter = 0; counter < data.most;) {
    const sliceEndsAt = performance.now() + SLICE_MS;
    while (counter < data.most && performance.now() < sliceEndsAt) {
      const until = Math.min(counter + HASHES_AT_ONCE, data.most);
      for (; counter < until; counter++) {
        block[8] = counter;
        hashBlock(block, state);
        if (state[0] !== firstWord) continue;
        const derivedKey = Array.from(state, (word) => word.toString(16).padStart(8, "0")).join("");
        if (derivedKey.startsWith(keyPrefix)) return { counter, derivedKey };
      }
    }
    onProgress(counter / data.most);
    await new Promise((resolve) => setTimeout(resolve));
  }
  return undefined;
}

/** Whole 32-bit words; what is left over is dropped. */
function wordsOf(hex: string): number[] {
  return Array.from({ length: Math.floor(hex.length / 8) }, (_, index) =>
    Number.parseInt(hex.slice(index * 8, index * 8 + 8), 16),
  );
}

/** The first 32 bits of the fractional parts of roots of the first primes (FIPS 180-4, 4.2.2). */
const ROUNDS = rootsOfPrimes(64, 1 / 3);
const INITIAL = rootsOfPrimes(8, 1 / 2);
const schedule = new Uint32Array(64);

function rootsOfPrimes(count: number, power: number): Uint32Array {
  const roots = new Uint32Array(count);
  for (let candidate = 2, found = 0; found < count; candidate++) {
    let isPrime = true;
    for (let divisor = 2; divisor * divisor <= candidate; divisor++) {
      if (candidate % divisor === 0) isPrime = false;
    }
    if (isPrime) roots[found++] = (candidate ** power % 1) * 2 ** 32;
  }
  return roots;
}

/** SHA-256 of a text that fills one padded block (FIPS 180-4, 6.2.2), as eight words. */
function hashBlock(block: Uint32Array, state: Uint32Array): void {
  const w = schedule;
  const at = (index: number) => w[index] ?? 0;
  w.set(block);
  for (let t = 16; t < 64; t++) {
    const x = at(t - 15);
    const y = at(t - 2);
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[t] = at(t - 16) + s0 + at(t - 7) + s1;
  }
  let [a, b, c, d, e, f, g, h] = INITIAL as unknown as Eight;
  for (let t = 0; t < 64; t++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (ROUNDS[t] ?? 0) + at(t)) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  const out: Eight = [a, b, c, d, e, f, g, h];
  for (let index = 0; index < 8; index++) {
    state[index] = (INITIAL[index] ?? 0) + (out[index] ?? 0);
  }
}

type Eight = [number, number, number, number, number, number, number, number];
