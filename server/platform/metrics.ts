import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

/** What the process counts about itself; served at `/metrics` in Prometheus' text format. */
export interface Metrics {
  readonly registry: Registry;
  counter<Label extends string = never>(
    name: string,
    help: string,
    labels?: Label[],
  ): Counter<Label>;
  gauge<Label extends string = never>(name: string, help: string, labels?: Label[]): Gauge<Label>;
  /** @param buckets upper bounds in the unit that the name ends with */
  histogram<Label extends string = never>(
    name: string,
    help: string,
    buckets: number[],
    labels?: Label[],
  ): Histogram<Label>;
  /** Runs before each collection; for figures that are cheaper to read than to keep. */
  onCollect(read: () => void): void;
  /** All figures as Prometheus text. */
  collect(): Promise<string>;
}

/**
 * Of prom-client's figures about the process, those that are cheap to read and that Bun has. To
 * count the spaces of its heap holds everything else up for tens of milliseconds at each scrape.
 */
const PROCESS_FIGURES =
  /^(?:process|nodejs_eventloop_lag|nodejs_heap_size|nodejs_external_memory)_/;

/** Every name gets the prefix `millet_`; `process` adds memory, CPU and event loop figures. */
export function createMetrics(options: { process: boolean }): Metrics {
  const registry = new Registry();
  if (options.process) addProcessFigures(registry);
  const readers: (() => void)[] = [];
  return {
    registry,
    onCollect: (read) => void readers.push(read),
    collect: () => {
      for (const read of readers) read();
      return registry.metrics();
    },
    counter: (name, help, labels = []) =>
      new Counter({ name: `millet_${name}`, help, labelNames: labels, registers: [registry] }),
    gauge: (name, help, labels = []) =>
      new Gauge({ name: `millet_${name}`, help, labelNames: labels, registers: [registry] }),
    histogram: (name, help, buckets, labels = []) =>
      new Histogram({
        name: `millet_${name}`,
        help,
        buckets,
        labelNames: labels,
        registers: [registry],
      }),
  };
}

function addProcessFigures(registry: Registry): void {
  collectDefaultMetrics({ register: registry });
  for (const { name } of registry.getMetricsAsArray()) {
    if (!PROCESS_FIGURES.test(name)) registry.removeSingleMetric(name);
  }
}
