import { parseArgs } from "node:util";

export interface RehearsalOptions {
  readonly fans: number;
  readonly units: number;
  /** Registrations and passes are loaded in bulk, but for a sample that is measured over HTTP. */
  readonly preload: boolean;
  /** How many times the server is killed during the sale. */
  readonly kills: number;
  readonly connections: number;
  readonly json: boolean;
  /**
   * For a program that starts it: tells each step as a line of JSON on standard output, and ends
   * when standard input does.
   */
  readonly lines: boolean;
  /** Where what is worth keeping is written; undefined: a new folder below `rehearsals`. */
  readonly folder: string | undefined;
  /** Leaves out the comparison of claims and `now` with handlers that do nothing. */
  readonly baseline: boolean;
  /** Leaves out the second sale, in which the rest of the fans poll. */
  readonly polls: boolean;
  /** Rehearses a sale whose claims are paid for, instead of those without payment. */
  readonly pays: boolean;
}

/** Arguments that make no rehearsal; the message is one line. */
export class RehearsalUsageError extends Error {}

const FANS_MOST = 20_000_000;

/** @throws RehearsalUsageError naming the option */
export function readRehearsalOptions(args: readonly string[]): RehearsalOptions {
  const text = { type: "string" } as const;
  const flag = { type: "boolean", default: false } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      fans: text,
      units: text,
      kill: text,
      connections: text,
      preload: flag,
      json: flag,
      lines: flag,
      folder: text,
      "no-baseline": flag,
      pay: flag,
      "no-polls": flag,
    },
    strict: true,
  });
  const fans = wholeNumber("--fans", values.fans ?? "20000", 1, FANS_MOST);
  const units = wholeNumber("--units", values.units ?? "2000", 1, 10_000_000);
  if (units > fans) throw new RehearsalUsageError("--units: there are fewer fans than units");
  return {
    fans,
    units,
    kills: wholeNumber("--kill", values.kill ?? "0", 0, 100),
    connections: wholeNumber("--connections", values.connections ?? "512", 1, 5_000),
    preload: values.preload,
    json: values.json,
    lines: values.lines,
    folder: values.folder,
    baseline: !values["no-baseline"],
    polls: !values["no-polls"],
    pays: values.pay,
  };
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new RehearsalUsageError(`${name}: must be a whole number from ${least} to ${most}`);
}
