/** One line of a claim: how many units of the sale's variant with that index. */
export type ClaimLine = readonly [variantIndex: number, quantity: number];

/**
 * The lines of a claim in canonical form: ascending by variant, one line a variant. Equal lines
 * have equal keys; where the pool keeps them, one object serves all claims that ask for the same.
 */
export interface ClaimLines {
  readonly key: string;
  readonly lines: readonly ClaimLine[];
  readonly units: number;
}

/** Baskets that are kept once; a crowd uses a handful, and a mischief-maker gets no more memory. */
const POOL_MOST = 10_000;

/**
 * Interns canonical lines while they are few. Beyond that equal lines may be two objects, so what
 * is compared are their keys.
 */
export class ClaimLinesPool {
  private readonly byKey = new Map<string, ClaimLines>();

  /** @param lines any order, each variant at most once, quantities of at least 1 */
  of(lines: readonly ClaimLine[]): ClaimLines {
    const only = lines[0];
    if (lines.length === 1 && only !== undefined) return this.find(`${only[0]}x${only[1]}`, lines);
    const sorted = lines.toSorted((a, b) => a[0] - b[0]);
    return this.find(sorted.map(([variant, quantity]) => `${variant}x${quantity}`).join(), sorted);
  }

  private find(key: string, lines: readonly ClaimLine[]): ClaimLines {
    let found = this.byKey.get(key);
    if (found === undefined) {
      const units = lines.reduce((sum, [, quantity]) => sum + quantity, 0);
      found = { key, lines: lines.map(([variant, quantity]) => [variant, quantity]), units };
      if (this.byKey.size < POOL_MOST) this.byKey.set(key, found);
    }
    return found;
  }
}
