/** How a figure is written. */
export type FigureKind =
  | "count"
  | "perSecond"
  | "seconds"
  | "milliseconds"
  | "microseconds"
  | "megabytes";

export interface FigureShape {
  readonly kind: FigureKind;
  /** What is better; undefined where neither is. */
  readonly better?: "lower" | "higher";
  /** The most that it should be, whatever the size. */
  readonly most?: number;
}

const count = { kind: "count" } as const;
const faster = { kind: "perSecond", better: "higher" } as const;
const sooner = { kind: "seconds", better: "lower" } as const;
const latency = { kind: "milliseconds", better: "lower" } as const;
const work = { kind: "microseconds", better: "lower" } as const;
const zero = { kind: "count", better: "lower", most: 0 } as const;

/** What a rehearsal measures, in the order in which it is read. */
export const figureShapes = {
  secondsToSellOut: sooner,
  secondsToSellOutWithPolls: sooner,
  secondsToLastPaidOfFirstRound: sooner,
  secondsToLastPaid: sooner,
  claimsPerSecond: faster,
  ordersPerSecond: faster,
  "latencyMs.p50": latency,
  "latencyMs.p99": latency,
  "latencyMs.p999": latency,
  "paymentLatencyMs.p50": latency,
  "paymentLatencyMs.p99": latency,
  "paymentLatencyMs.p999": latency,
  pollsPerSecond: faster,
  sold: count,
  claims: count,
  paid: count,
  paidAfterWaiting: count,
  letGo: count,
  letExpire: count,
  tooLate: count,
  registrationsPerSecond: faster,
  placesPerSecond: faster,
  drawSeconds: { ...sooner, most: 10 },
  wholeOrdersPerSecond: faster,
  cpuMicrosecondsPerClaim: work,
  cpuMicrosecondsPerOrder: work,
  serverPeakRssMb: { kind: "megabytes", better: "lower", most: 1024 },
  kills: count,
  takeovers: count,
  restartSeconds: { ...sooner, most: 3 },
  slowestRestartSeconds: sooner,
} as const satisfies Record<string, FigureShape>;

/** What is looked at first. */
export const atAGlance = {
  secondsToSellOut: sooner,
  secondsToLastPaid: sooner,
  claimsPerSecond: faster,
  ordersPerSecond: faster,
  "latencyMs.p99": latency,
  "paymentLatencyMs.p99": latency,
  serverPeakRssMb: figureShapes.serverPeakRssMb,
} as const satisfies Partial<Record<keyof typeof figureShapes, FigureShape>>;

/** What must not happen. */
export const zeroShapes = {
  oversold: zero,
  duplicateClaims: zero,
  acknowledgedButMissing: zero,
  soldWithoutMoney: zero,
  moneyWithoutSale: zero,
  ordersWrong: zero,
  unexpectedAnswers: zero,
} as const satisfies Record<string, FigureShape>;

export type FigureName = keyof typeof figureShapes;
export type ZeroName = keyof typeof zeroShapes;
export type AnyFigure = FigureName | ZeroName;

export const shapeOf = (name: AnyFigure): FigureShape => ({ ...figureShapes, ...zeroShapes })[name];

export type Figures = Readonly<Record<string, number | null>>;

/** The figures of a table that at least one of these rehearsals has, in their order. */
export function namesIn<Name extends string>(
  shapes: Readonly<Record<Name, FigureShape>>,
  ...all: readonly Figures[]
): Name[] {
  return (Object.keys(shapes) as Name[]).filter((name) => all.some((figures) => name in figures));
}

export type Verdict = "met" | "missed";

/** Whether a figure keeps to its goal; undefined where it has none, or was not measured. */
export function verdictOf(name: AnyFigure, value: number | null): Verdict | undefined {
  const { most } = shapeOf(name);
  if (most === undefined || value === null) return undefined;
  return value <= most ? "met" : "missed";
}

export interface Difference {
  /** From the first to the second, as a share of the first; null where the first is 0. */
  readonly share: number | null;
  readonly meaning: "better" | "worse" | "same" | "neutral";
}

/** Smaller differences are noise: two runs of the same are rarely closer. */
const SAME_WITHIN = 0.03;

/** How the second figure differs from the first; undefined where one of them was not measured. */
export function compareFigure(
  name: AnyFigure,
  first: number | null | undefined,
  second: number | null | undefined,
): Difference | undefined {
  if (first === null || first === undefined || second === null || second === undefined) {
    return undefined;
  }
  const share = first === 0 ? null : (second - first) / first;
  const { better, most } = shapeOf(name);
  // Of what must not happen, one is one too many.
  const isSame =
    most === 0 ? first === second : share === null ? second === 0 : Math.abs(share) < SAME_WITHIN;
  if (isSame) return { share: share ?? 0, meaning: "same" };
  if (better === undefined) return { share, meaning: "neutral" };
  return { share, meaning: second < first === (better === "lower") ? "better" : "worse" };
}
