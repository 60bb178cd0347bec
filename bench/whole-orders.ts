import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PaidResult } from "../server/cli/rehearse/paid-result.ts";
import { machineName } from "../server/cli/rehearse/result.ts";

/**
 * Measures the way from the registration to the paid order, and writes bench/results-orders.md:
 * the full-size sale with five kills, medians of smaller sales, and claims while sign-ups are
 * hammered. It takes some 20 minutes on 2 cores. `--runs N` sets how often the small ones run (3).
 */
const ROOT = join(import.meta.dir, "..");

const runsAt = process.argv.indexOf("--runs");
const runs = runsAt === -1 ? 3 : Number(process.argv[runsAt + 1]);
if (!(runs >= 1 && runs <= 20)) {
  console.error("bench: --runs must be a whole number from 1 to 20");
  process.exit(2);
}

async function run(...args: string[]): Promise<string> {
  console.log(`\n$ bun ${args.join(" ")}`);
  const child = Bun.spawn([process.execPath, ...args], {
    cwd: ROOT,
    stdin: "ignore",
    stdout: "pipe",
    stderr: "inherit",
  });
  const text = await new Response(child.stdout).text();
  console.log(text);
  if ((await child.exited) !== 0) throw new Error(`${args.join(" ")} did not end well`);
  return text.trim().split("\n").at(-1) ?? "";
}

async function rehearse(...args: string[]): Promise<PaidResult> {
  const cli = "server/cli/main.ts";
  return JSON.parse(await run(cli, "rehearse", "--pay", "--json", ...args)) as PaidResult;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  return Number(((lower + upper) / 2).toFixed(2));
}

const full = await rehearse("--fans", "2000000", "--units", "200000", "--preload", "--kill", "5");
const small: PaidResult[] = [];
for (let count = 0; count < runs; count += 1) {
  small.push(await rehearse("--fans", "20000", "--units", "18000"));
}
const signUps = await run("bench/sign-ups.ts");

const of = (field: "ordersPerSecond" | "wholeOrdersPerSecond" | "cpuMicrosecondsPerOrder") =>
  median(small.map((result) => Number(result[field])));
const zeros = [
  full.oversold,
  full.duplicateClaims,
  full.acknowledgedButMissing,
  full.soldWithoutMoney,
  full.moneyWithoutSale,
  full.ordersWrong,
  full.unexpectedAnswers,
];
const rows: readonly (readonly [what: string, measured: string])[] = [
  [
    "200,000 units, 5 kills: claims, paid, let go, let expire",
    [full.claims, full.paid, full.letGo, full.letExpire].join(", "),
  ],
  [
    "from the first claim to the last paid order of the first round, s",
    String(full.secondsToLastPaidOfFirstRound),
  ],
  ["paid orders/s meanwhile, kills included", String(full.ordersPerSecond)],
  [
    "until the last returned unit was paid, s (holds end in between)",
    String(full.secondsToLastPaid),
  ],
  [
    "oversold, duplicate, acknowledged but missing, sold without money, money without sale, orders unlike the log, unexpected answers",
    zeros.join(", "),
  ],
  ["takeovers", String(full.takeovers)],
  ["18,000 units, no kill: paid orders/s from the first claim", String(of("ordersPerSecond"))],
  ["the same from the first registration, draw included", String(of("wholeOrdersPerSecond"))],
  [
    "server's processor time, µs an order, claim and line included",
    String(of("cpuMicrosecondsPerOrder")),
  ],
  ["claims while 500 sign-ups/s are hammered (goal: p99 at most doubled)", signUps],
];
const table = [
  "# Results: orders",
  "",
  `Machine: ${machineName()}; server, PostgreSQL and clients share it. Medians of ${runs} runs where a sale is small, ${new Date().toISOString().slice(0, 10)}.`,
  "",
  "| what | measured |",
  "|---|---|",
  ...rows.map((row) => `| ${row.join(" | ")} |`),
  "",
].join("\n");
writeFileSync(join(import.meta.dir, "results-orders.md"), table);
console.log(table);
