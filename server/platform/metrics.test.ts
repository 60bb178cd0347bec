import { expect, test } from "bun:test";
import { createMetrics } from "./metrics.ts";

test("the process tells of its work and memory, and not of what is slow to read", async () => {
  const text = await createMetrics({ process: true }).collect();
  for (const name of [
    "process_cpu_seconds_total",
    "process_resident_memory_bytes",
    "process_start_time_seconds",
    "nodejs_eventloop_lag_p99_seconds",
    "nodejs_heap_size_used_bytes",
  ]) {
    expect(text).toMatch(new RegExp(`^${name} [0-9.e+-]+$`, "m"));
  }
  expect(text).not.toContain("heap_space");
});

test("only who asks for them gets the figures of the process", async () => {
  const metrics = createMetrics({ process: false });
  metrics.counter("claims_total", "Claims.").inc(2);
  expect((await metrics.collect()).trim().split("\n").at(-1)).toBe("millet_claims_total 2");
  expect(await metrics.collect()).not.toContain("process_");
});
