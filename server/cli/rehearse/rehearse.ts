import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { readConfig } from "../../platform/config.ts";
import type { Print } from "../print.ts";
import { readRehearsalOptions, RehearsalUsageError, type RehearsalOptions } from "./options.ts";
import { faultsOf as paidFaultsOf, paidTableOf } from "./paid-result.ts";
import { LineProgress, TerminalProgress } from "./progress.ts";
import { tableOf } from "./result.ts";
import { Rehearsal } from "./rehearsal.ts";
import { planOf } from "./stages.ts";

/** What differs from a real sale, in words; it is said with every result. */
function differences(options: RehearsalOptions): string[] {
  const lines = [
    "fans have session cookies but no account rows, and no proof of work stands before registration",
    "server, database and crowd share this machine; polls that a cache would take reach the server",
    options.pays
      ? "no money moves: the built-in test provider approves every payment at once"
      : "fans who keep their units do not pay: `--pay` rehearses that",
  ];
  if (options.preload) {
    lines.push("registrations and passes were loaded in bulk, but for the sample that is measured");
  }
  return lines;
}

/** `rehearse`: @returns 0 if nothing was oversold, doubled, lost or answered unexpectedly */
export async function rehearseCommand(args: readonly string[], print: Print): Promise<number> {
  let options: RehearsalOptions;
  try {
    options = readRehearsalOptions(args);
  } catch (error) {
    if (!(error instanceof RehearsalUsageError)) throw error;
    print(`rehearse: ${error.message}`);
    return 2;
  }
  const ownFolder = join("rehearsals", new Date().toISOString().replaceAll(/[:.]/g, "-"));
  const folder = resolve(options.folder ?? ownFolder);
  mkdirSync(folder, { recursive: true });
  const clusterUrl = readConfig({ SECRET: "-".repeat(32), ...process.env }).databaseUrl;
  const progress = options.lines ? new LineProgress() : new TerminalProgress();
  progress.tell({ type: "plan", stages: [...planOf(options)] });
  const preparing = Rehearsal.prepare(options, clusterUrl, folder, progress);
  const stop = () =>
    void preparing.then((prepared) => prepared.close()).finally(() => process.exit(130));
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  if (options.lines) void endOfInput().then(stop);
  const rehearsal = await preparing;
  try {
    const { result, table, faults } = await runBy(options, rehearsal);
    writeFileSync(join(folder, "result.json"), `${JSON.stringify(result, null, 2)}\n`);
    progress.tell({ type: "result", result: { ...result } });
    if (!options.lines) {
      for (const line of table) print(line);
      print("");
      print("What differs from a real sale:");
      for (const line of differences(options)) print(`- ${line}`);
      print(`Report and log: ${join(folder, "report.json")}`);
      print(
        `Check them: npm run cli -- verify ${join(options.folder ?? ownFolder, "report.json")}`,
      );
      if (options.json) print(JSON.stringify(result));
    }
    return faults === 0 ? 0 : 1;
  } finally {
    await rehearsal.close();
  }
}

/** Whoever started this holds its standard input open for as long as it is wanted. */
async function endOfInput(): Promise<void> {
  try {
    for await (const _ of Bun.stdin.stream()) continue;
  } catch {
    // An input that breaks has ended, too.
  }
}

async function runBy(
  options: RehearsalOptions,
  rehearsal: Rehearsal,
): Promise<{ result: object; table: string[]; faults: number }> {
  if (options.pays) {
    const result = await rehearsal.runPaid();
    return { result, table: paidTableOf(result), faults: paidFaultsOf(result) };
  }
  const result = await rehearsal.run();
  const faults =
    result.oversold +
    result.duplicateClaims +
    result.acknowledgedButMissing +
    result.unexpectedAnswers;
  return { result, table: tableOf(result), faults };
}
