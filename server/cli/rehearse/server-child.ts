import { openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Scratch } from "./scratch.ts";

const READY_MOST_MS = 120_000;

/** What Linux counts processor time in (USER_HZ), on every architecture in use. */
const CLOCK_TICKS_PER_SECOND = 100;

/** The rehearsal's server as a process of its own, which may be killed and started again. */
export class ServerChild {
  /** Highest resident memory of any of its processes so far, in MB; 0 where it cannot be read. */
  peakRssMb = 0;
  /** Seconds from a kill to the first answer after it, the longest of all. */
  slowestRestartSeconds = 0;
  readonly url: string;
  private readonly scratch: Scratch;
  private readonly settings: Readonly<Record<string, string>>;
  private readonly log: number;
  private child: Bun.Subprocess | undefined;
  private readonly timer: ReturnType<typeof setInterval>;

  /**
   * @param logPath where the server's log goes, appended to by each of its processes
   * @param settings beside those of every rehearsal
   */
  constructor(scratch: Scratch, logPath: string, settings: Readonly<Record<string, string>> = {}) {
    this.settings = settings;
    this.scratch = scratch;
    this.log = openSync(logPath, "a");
    this.url = `http://localhost:${scratch.port}`;
    this.timer = setInterval(() => this.measure(), 500);
  }

  /** Starts it and waits until it is ready. @throws Error when it does not become so */
  async start(): Promise<void> {
    const { databaseUrl, dataDir, secret, port } = this.scratch;
    const environment: Record<string, string> = {
      PATH: process.env["PATH"] ?? "",
      HOME: process.env["HOME"] ?? "",
      TMPDIR: process.env["TMPDIR"] ?? "",
      DATABASE_URL: databaseUrl,
      DATA_DIR: dataDir,
      SECRET: secret,
      HOST: "127.0.0.1",
      PORT: String(port),
      BASE_URL: this.url,
      NODE_ENV: "production",
      // A rehearsal moves no money.
      PAYMENT_PROVIDER: "test",
      LOG_LEVEL: "error",
      DRAIN_SECONDS: "2",
      ...this.settings,
    };
    this.child = Bun.spawn([process.execPath, join(import.meta.dir, "server.ts")], {
      env: environment,
      // Never written to: it ends with this process, and the server with it.
      stdin: "pipe",
      stdout: this.log,
      stderr: "inherit",
    });
    await this.waitUntilReady(this.child);
  }

  /** `kill -9`, and a new process at once. @returns seconds until it answers, its lanes running */
  async killAndRestart(): Promise<number> {
    this.measure();
    const killedAt = performance.now();
    this.child?.kill("SIGKILL");
    await this.child?.exited;
    await this.start();
    const seconds = (performance.now() - killedAt) / 1000;
    this.slowestRestartSeconds = Math.max(this.slowestRestartSeconds, seconds);
    return seconds;
  }

  /** Processor time of the process so far, in seconds; 0 where it cannot be read. */
  cpuSeconds(): number {
    if (process.platform !== "linux" || this.child === undefined) return 0;
    const stat = readFileSync(`/proc/${this.child.pid}/stat`, "utf8");
    // The program's name, in parentheses, may hold spaces; user and system time are behind it.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS_PER_SECOND;
  }

  async stop(): Promise<void> {
    this.measure();
    clearInterval(this.timer);
    this.child?.kill("SIGTERM");
    await this.child?.exited;
  }

  private async waitUntilReady(child: Bun.Subprocess): Promise<void> {
    const startedAt = performance.now();
    while (performance.now() - startedAt < READY_MOST_MS) {
      if (child.exitCode !== null) throw new Error("the rehearsal's server ended while it started");
      try {
        const answer = await fetch(`${this.url}/readyz`);
        if (answer.ok) return;
      } catch {
        // Nobody listens yet.
      }
      await Bun.sleep(20);
    }
    throw new Error(`the rehearsal's server was not ready within ${READY_MOST_MS / 1000} s`);
  }

  /** Linux keeps the high-water mark of a process; elsewhere the figure stays 0. */
  private measure(): void {
    if (process.platform !== "linux" || this.child === undefined) return;
    try {
      const status = readFileSync(`/proc/${this.child.pid}/status`, "utf8");
      const peakKb = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0);
      this.peakRssMb = Math.max(this.peakRssMb, Math.round(peakKb / 1024));
    } catch (error) {
      // It has just been killed.
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
}
