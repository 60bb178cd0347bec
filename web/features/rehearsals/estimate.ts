/** What is known of an earlier rehearsal on this machine. */
export interface Earlier {
  readonly fans: number;
  readonly pays: boolean;
  readonly seconds: number;
  /** Null where it was not measured. */
  readonly memoryMb: number | null;
}

export interface Estimate {
  readonly seconds: number;
  /** Null where nothing like it has been measured. */
  readonly memoryMb: number | null;
  /** Whether it rests on a rehearsal of this machine. */
  readonly isMeasured: boolean;
}

/** What a rehearsal takes, however few its fans are. */
const FIXED_SECONDS = 20;
const FIXED_MB = 180;

/** From bench/results.md, for where nothing has been rehearsed yet: two cores, 2,000,000 fans. */
const REFERENCE = { fans: 2_000_000, seconds: 190, memoryMb: 525 };

/** From bench/results-orders.md, with the time before the sale. */
const PAID_REFERENCE = { fans: 2_000_000, seconds: 600, memoryMb: null };

/**
 * About how long a rehearsal will take and how much memory its server: what every rehearsal needs,
 * and what grows with its fans, as in the earlier one that is nearest in size.
 */
export function estimateRehearsal(
  wanted: { readonly fans: number; readonly pays: boolean },
  earlier: readonly Earlier[],
): Estimate {
  const alike = earlier.filter(({ pays }) => pays === wanted.pays);
  const distance = ({ fans }: Earlier) => Math.abs(Math.log(fans / wanted.fans));
  const nearest = alike.toSorted((a, b) => distance(a) - distance(b))[0];
  const from = nearest ?? (wanted.pays ? PAID_REFERENCE : REFERENCE);
  const factor = wanted.fans / from.fans;
  const grown = (value: number, fixed: number) => {
    const base = Math.min(fixed, value);
    return Math.round(base + (value - base) * factor);
  };
  return {
    seconds: grown(from.seconds, FIXED_SECONDS),
    memoryMb: from.memoryMb === null ? null : grown(from.memoryMb, FIXED_MB),
    isMeasured: nearest !== undefined,
  };
}
