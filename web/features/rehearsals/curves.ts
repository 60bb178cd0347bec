export interface CurvePoint {
  readonly seconds: number;
  readonly units: number;
}

/** A moment of a chart with one or two curves; a curve without a point there is drawn through. */
export interface ChartPoint {
  readonly seconds: number;
  readonly a?: number;
  readonly b?: number;
}

/** Both curves on one time axis. */
export function mergeCurves(a: readonly CurvePoint[], b: readonly CurvePoint[] = []): ChartPoint[] {
  const points = new Map<number, ChartPoint>();
  for (const { seconds, units } of a) points.set(seconds, { seconds, a: units });
  for (const { seconds, units } of b) {
    points.set(seconds, { ...points.get(seconds), seconds, b: units });
  }
  return [...points.values()].sort((x, y) => x.seconds - y.seconds);
}
