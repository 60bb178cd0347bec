import { isAlive } from "../../server/platform/database/embedded-postgres-process.ts";

interface Listed {
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

/** The processes whose command line has this in it, and all that they have started. */
export function processTreeOf(words: string): number[] {
  const all = listProcesses();
  const found = all.filter(({ command }) => command.includes(words)).map(({ pid }) => pid);
  for (let size = 0; size !== found.length;) {
    size = found.length;
    for (const { pid, parent } of all) {
      if (found.includes(parent) && !found.includes(pid)) found.push(pid);
    }
  }
  return found;
}

export function stillAlive(pids: readonly number[]): number[] {
  return pids.filter((pid) => isAlive(pid));
}
