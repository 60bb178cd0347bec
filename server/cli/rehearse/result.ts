import { cpus, totalmem } from "node:os";
import type { CurvePoint } from "./curve.ts";
import type { Latency } from "./messages.ts";

/** What `--json` prints as its last line. */
export interface RehearsalResult {
  readonly fans: number;
  readonly units: number;
  /** Units held when the sale had sold out. */
  readonly sold: number;
  /** Null when units were left. */
  readonly secondsToSellOut: number | null;
  readonly secondsToSellOutWithPolls: number | null;
  readonly claimsPerSecond: number;
  readonly registrationsPerSecond: number;
  readonly placesPerSecond: number;
  /**
   * The server's processor time; 0 where it cannot be read. Steadier than any time by the clock.
   */
  readonly cpuMicrosecondsPerClaim: number;
  readonly latencyMs: Latency;
  readonly oversold: number;
  readonly duplicateClaims: number;
  readonly acknowledgedButMissing: number;
  readonly pollsPerSecond: number;
  /** This and the next three are null where nothing was compared with the baseline. */
  readonly baselineRequestsPerSecond: number | null;
  readonly ratioToBaseline: number | null;
  readonly nowRequestsPerSecond: number | null;
  readonly nowRatioToBaseline: number | null;
  readonly serverPeakRssMb: number;
  readonly drawSeconds: number;
  readonly kills: number;
  readonly takeovers: number;
  /** From a kill with all claims made until the next process answers, its lane running. */
  readonly restartSeconds: number;
  readonly slowestRestartSeconds: number;
  readonly unexpectedAnswers: number;
  readonly preload: boolean;
  readonly machine: string;
  /** Units held after so many seconds of the sale without polls. */
  readonly curve: readonly CurvePoint[];
}

/** The machine in a few words. */
export function machineName(): string {
  const model = cpus()[0]?.model.trim() ?? "unknown processor";
  return `${cpus().length} cores (${model}), ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform}, Bun ${Bun.version}`;
}

function baselineRows(result: RehearsalResult): [string, string][] {
  const { baselineRequestsPerSecond: baseline, nowRequestsPerSecond: now } = result;
  if (baseline === null || now === null) return [];
  const number = (value: number) => value.toLocaleString("en");
  return [
    ["claims : baseline", `${result.ratioToBaseline} of ${number(baseline)}/s`],
    ["now : baseline", `${result.nowRatioToBaseline} (now ${number(now)}/s)`],
  ];
}

/** The same for people. */
export function tableOf(result: RehearsalResult): string[] {
  const number = (value: number) => value.toLocaleString("en");
  const seconds = (value: number | null) => (value === null ? "not sold out" : `${value} s`);
  const { latencyMs } = result;
  const rows: [string, string][] = [
    ["fans, units", `${number(result.fans)}, ${number(result.units)}`],
    ["units held at sell-out", number(result.sold)],
    ["time to sell out", seconds(result.secondsToSellOut)],
    ["the same, the rest polling", seconds(result.secondsToSellOutWithPolls)],
    ["claims/s", number(result.claimsPerSecond)],
    ["server's processor time", `${result.cpuMicrosecondsPerClaim} µs a claim`],
    ["latency p50, p99, p99.9", `${latencyMs.p50}, ${latencyMs.p99}, ${latencyMs.p999} ms`],
    ["registrations/s", number(result.registrationsPerSecond)],
    ["places with pass/s", number(result.placesPerSecond)],
    ["polls of now/s meanwhile", number(result.pollsPerSecond)],
    ...baselineRows(result),
    ["closing and draw", `${result.drawSeconds} s`],
    ["server's peak memory", `${number(result.serverPeakRssMb)} MB`],
    ["kills, takeovers", `${result.kills}, ${result.takeovers}`],
    [
      "restart with all claims",
      `${result.restartSeconds} s (slowest of all ${result.slowestRestartSeconds} s)`,
    ],
    ["oversold", number(result.oversold)],
    ["duplicate claims", number(result.duplicateClaims)],
    ["acknowledged but missing", number(result.acknowledgedButMissing)],
    ["unexpected answers", number(result.unexpectedAnswers)],
    ["machine", result.machine],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
}
