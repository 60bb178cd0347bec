import { join } from "node:path";
import { isAlive } from "../../server/platform/database/embedded-postgres-process.ts";

/** What starts this checkout's command line, before its arguments. */
export const commandLine = [process.execPath, join(import.meta.dir, "../../server/cli/main.ts")];

export interface Listed {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

function listProcesses(): Listed[] {
  const { stdout } = Bun.spawnSync(["ps", "-ww", "-eo", "pid=,ppid=,args="]);
  return stdout
    .toString()
    .split("\n")
    .flatMap((line) => {
      const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
      return command === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
    });
}

/** The processes whose command line has this in it, and after them all that they have started. */
export function processTreeOf(words: string): Listed[] {
  const all = listProcesses();
  const found = new Set(all.filter(({ command }) => command.includes(words)));
  for (let size = 0; size !== found.size;) {
    size = found.size;
    const pids = new Set([...found].map(({ pid }) => pid));
    for (const each of all) if (pids.has(each.parent)) found.add(each);
  }
  return [...found];
}

/** The same once one of them runs this program; undefined before. */
export function processTreeWith(words: string, program: string): Listed[] | undefined {
  const tree = processTreeOf(words);
  return tree.some(({ command }) => command.includes(program)) ? tree : undefined;
}

export function stillAlive(processes: readonly Listed[]): Listed[] {
  return processes.filter(({ pid }) => isAlive(pid));
}
