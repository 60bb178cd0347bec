import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { machineName, type RehearsalResult } from "../server/cli/rehearse/result.ts";

/**
 * Measures what bench/README.md promises and writes bench/results.md. Every figure comes from
 * rehearsals: a real server on a scratch database, driven over HTTP by a crowd on the same machine.
 * `--runs N` sets how often the full-size sale is repeated (3); medians are quoted.
 */
const ROOT = join(import.meta.dir, "..");
const CLI = join(ROOT, "server/cli/main.ts");

const runsAt = process.argv.indexOf("--runs");
const runs = runsAt === -1 ? 3 : Number(process.argv[runsAt + 1]);
if (!(runs >= 1 && runs <= 20)) {
  console.error("bench: --runs must be a whole number from 1 to 20");
  process.exit(2);
}

async function spawn(
  args: readonly string[],
): Promise<{ code: number; text: string; seconds: number }> {
  console.log(`\n$ npm run cli -- ${args.join(" ")}`);
  const startedAt = performance.now();
  const child = Bun.spawn([process.execPath, CLI, ...args], {
    cwd: ROOT,
    stdin: "ignore",
    stdout: "pipe",
    stderr: "inherit",
  });
  const text = await new Response(child.stdout).text();
  const code = await child.exited;
  console.log(text);
  return { code, text, seconds: (performance.now() - startedAt) / 1000 };
}

async function rehearse(...args: string[]): Promise<RehearsalResult & { minutes: number }> {
  const { code, text, seconds } = await spawn(["rehearse", ...args, "--json"]);
  const last = text.trim().split("\n").at(-1) ?? "";
  if (code !== 0) throw new Error(`the rehearsal ended with code ${code}`);
  return { ...(JSON.parse(last) as RehearsalResult), minutes: seconds / 60 };
}

/** The newest report that a rehearsal left. */
function newestReport(): string {
  const folder = join(ROOT, "rehearsals");
  const names = readdirSync(folder).sort();
  const path = join(folder, names.at(-1) ?? "", "report.json");
  if (!existsSync(path)) throw new Error(`${path} is missing`);
  return path;
}

/** The middle value, or the mean of the two in the middle. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  return Number(((lower + upper) / 2).toFixed(3));
}

const full: (RehearsalResult & { minutes: number })[] = [];
const verifySeconds: number[] = [];
for (let run = 0; run < runs; run += 1) {
  full.push(await rehearse("--fans", "2000000", "--units", "200000", "--preload"));
  const verified = await spawn(["verify", newestReport()]);
  if (verified.code !== 0) throw new Error("the report did not verify");
  verifySeconds.push(verified.seconds);
}
const tenth: RehearsalResult[] = [];
for (let run = 0; run < runs; run += 1) {
  tenth.push(await rehearse("--fans", "200000", "--units", "20000", "--preload"));
}
const killed = await rehearse(
  "--fans",
  "2000000",
  "--units",
  "200000",
  "--preload",
  "--kill",
  "5",
  "--no-polls",
);

const of = (field: keyof RehearsalResult) => median(full.map((result) => Number(result[field])));
const ofTenth = (field: keyof RehearsalResult) =>
  median(tenth.map((result) => Number(result[field])));
const latency = (name: "p50" | "p99" | "p999") =>
  median(full.map((result) => result.latencyMs[name]));
const round = (value: number, digits = 2) => Number(value.toFixed(digits));
const growth = of("secondsToSellOut") / ofTenth("secondsToSellOut");

const rows: readonly (readonly [what: string, goal: string, measured: string])[] = [
  ["200,000 units sold out, seconds, no polls", "≤ 6", String(of("secondsToSellOut"))],
  [
    "the same while the rest polls `now`",
    "",
    `${of("secondsToSellOutWithPolls")} (${of("pollsPerSecond")} polls/s)`,
  ],
  ["claims/s", "", String(of("claimsPerSecond"))],
  [
    "latency of a claim at the opening, p50 / p99 / p99.9, ms",
    "",
    `${latency("p50")} / ${latency("p99")} / ${latency("p999")}`,
  ],
  [
    "claims/s : baseline of the same run",
    "≥ 0.6",
    `${of("ratioToBaseline")} (baseline ${of("baselineRequestsPerSecond")}/s)`,
  ],
  [
    "`now` : handler with the same bytes and chain",
    "≥ 0.8",
    `${of("nowRatioToBaseline")} (now ${of("nowRequestsPerSecond")}/s)`,
  ],
  ["registrations/s over HTTP", "≥ 10,000", String(of("registrationsPerSecond"))],
  ["places with pass/s over HTTP", "", String(of("placesPerSecond"))],
  ["server's peak memory, MB", "≤ 1,024", String(of("serverPeakRssMb"))],
  ["closing, root and draw of 2,000,000, seconds", "≤ 10", String(of("drawSeconds"))],
  ["`verify` of it, seconds", "≤ 60", String(round(median(verifySeconds), 1))],
  ["restart with 200,000 claims, seconds until it answers", "≤ 3", String(of("restartSeconds"))],
  ["ten times the size takes so many times as long", "≤ 12", String(round(growth, 1))],
  [
    "full-size rehearsal with --preload, minutes",
    "≤ 8",
    String(round(median(full.map((result) => result.minutes)), 1)),
  ],
  [
    "5 kills: oversold, duplicate, acknowledged but missing",
    "0, 0, 0",
    `${killed.oversold}, ${killed.duplicateClaims}, ${killed.acknowledgedButMissing} (${killed.takeovers} takeovers, slowest restart ${killed.slowestRestartSeconds} s)`,
  ],
];

const table = [
  "# Results",
  "",
  `Machine: ${machineName()}; server, PostgreSQL and clients share it. Medians of ${runs} runs, ${new Date().toISOString().slice(0, 10)}.`,
  "",
  "| what | goal | measured |",
  "|---|---|---|",
  ...rows.map((row) => `| ${row.join(" | ")} |`),
  "",
  `Single runs, time to sell out: ${full.map((result) => result.secondsToSellOut).join(", ")} s; a tenth of the size: ${tenth.map((result) => result.secondsToSellOut).join(", ")} s.`,
  "",
].join("\n");
writeFileSync(join(import.meta.dir, "results.md"), table);
console.log(table);
