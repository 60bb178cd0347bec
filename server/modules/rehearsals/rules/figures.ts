/** What a rehearsal measured, by name; nested names are joined by a dot: `latencyMs.p99`. */
export type Figures = Readonly<Record<string, number | null>>;

export interface CurvePoint {
  readonly seconds: number;
  readonly units: number;
}

/** Counts of what must not happen; only those that a kind of rehearsal counts are in its result. */
const FAULTS = [
  "oversold",
  "duplicateClaims",
  "acknowledgedButMissing",
  "soldWithoutMoney",
  "moneyWithoutSale",
  "ordersWrong",
  "unexpectedAnswers",
] as const;

/** The numbers of a result, whatever version printed it; null where one could not be measured. */
export function figuresOf(result: Readonly<Record<string, unknown>>): Figures {
  const figures: Record<string, number | null> = {};
  for (const [name, value] of Object.entries(result)) {
    if (value === null || isNumber(value)) figures[name] = value;
    else if (isRecord(value)) {
      for (const [part, nested] of Object.entries(value)) {
        if (isNumber(nested)) figures[`${name}.${part}`] = nested;
      }
    }
  }
  return figures;
}

/** How much happened that must not; nought is the goal. */
export function countFaults(figures: Figures): number {
  return FAULTS.reduce((sum, name) => sum + (figures[name] ?? 0), 0);
}

/** Units sold by time, as the result has them; empty where it has none. */
export function curveOf(result: Readonly<Record<string, unknown>>): CurvePoint[] {
  const { curve } = result;
  if (!Array.isArray(curve)) return [];
  return (curve as readonly unknown[]).flatMap((point) => {
    if (!Array.isArray(point)) return [];
    const [seconds, units] = point as readonly unknown[];
    return isNumber(seconds) && isNumber(units) ? [{ seconds, units }] : [];
  });
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
