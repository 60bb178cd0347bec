import { spawn } from "node:child_process";
import { reasonOf } from "./embedded-postgres-error.ts";

/** The operating system's user that PostgreSQL runs as, when that is not our own. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
}

export interface CommandResult {
  /** The exit status; null when the program could not be run or had to be killed. */
  readonly status: number | null;
  /** Standard output. */
  readonly output: string;
  /** Standard error, or the reason why the program could not be run. */
  readonly complaint: string;
}

/**
 * PostgreSQL's programs take the port, the data folder and more from variables named `PG…`: those
 * of whoever started Millet must not reach our server.
 */
export function programEnvironment(): Record<string, string> {
  const inherited = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || name.startsWith("PG") ? [] : [[name, value] as const],
  );
  return { ...Object.fromEntries(inherited), LC_ALL: "C", TZ: "UTC" };
}

/** Runs a short program to its end, within `timeoutMs`; never throws. */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: { readonly timeoutMs: number; readonly account?: Account | undefined },
): Promise<CommandResult> {
  const { promise, resolve } = Promise.withResolvers<CommandResult>();
  let output = "";
  let complaint = "";
  try {
    const { account } = options;
    const child = spawn(command, args, {
      // The account may be unable to reach our own working folder.
      cwd: "/",
      env: programEnvironment(),
      stdio: ["ignore", "pipe", "pipe"],
      ...(account === undefined ? {} : { uid: account.uid, gid: account.gid }),
    });
    const timer = setTimeout(() => {
      complaint += `\nnot finished after ${options.timeoutMs / 1000} s`;
      child.kill("SIGKILL");
    }, options.timeoutMs);
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (complaint += chunk.toString()));
    child.on("error", (error) => {
      clearTimeout(timer);
      resolve({ status: null, output, complaint: error.message });
    });
    child.on("close", (status) => {
      clearTimeout(timer);
      resolve({ status, output, complaint: complaint.trim() });
    });
  } catch (error) {
    resolve({ status: null, output, complaint: reasonOf(error) });
  }
  return await promise;
}
