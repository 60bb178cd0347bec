import type { Interruption } from "../rules/endings.ts";
import { linesOf, readLine, type RehearsalLine } from "./child-lines.ts";
import { LiveRelay } from "./live-relay.ts";
import { LogTail } from "./log-tail.ts";
import type { RunStart } from "./run-desk.ts";

/** Longer than the largest rehearsal that may be asked for. */
const RUN_MOST_MS = 2 * 3_600_000;
/** So long it may take to end its server and remove its database; then it is killed. */
const ENDS_WITHIN_MS = 15_000;

/** How far a rehearsal is. */
export interface RunProgress {
  readonly plan: readonly string[];
  /** Which stage of the plan is under way, from 1; 0 before the first. */
  readonly stageNumber: number;
  readonly done: number;
  /** 0 where the stage cannot be counted. */
  readonly total: number;
}

/** What a process left when it had ended. */
export interface RunOutcome {
  readonly result: Record<string, unknown> | undefined;
  readonly interruption: Interruption | undefined;
  readonly logTail: string | undefined;
}

/** One rehearsal's process, from its start to its end. */
export class RehearsalRun {
  readonly id: string;
  readonly relay: LiveRelay;
  readonly ended: Promise<RunOutcome>;
  private readonly child: Bun.Subprocess<"pipe", "pipe", "pipe">;
  private readonly onProgress: (progress: RunProgress) => void;
  private readonly log = new LogTail();
  private readonly timeOver: ReturnType<typeof setTimeout>;
  private progressNow: RunProgress = { plan: [], stageNumber: 0, done: 0, total: 0 };
  private server: { readonly url: string; readonly key: string } | undefined;
  private result: Record<string, unknown> | undefined;
  private interruption: Interruption | undefined;

  /**
   * Starts it. Of this process's environment it gets where programs and home are, and nothing else:
   * no database, no secret, no provider.
   */
  constructor(start: RunStart, onProgress: (progress: RunProgress) => void) {
    this.id = start.id;
    this.relay = new LiveRelay(start.clock);
    // Whoever watches from the first moment on knows by it that the rehearsal is being prepared.
    this.relay.tellProgress({ state: "running", ...this.progressNow });
    this.onProgress = onProgress;
    this.child = Bun.spawn([...start.command], {
      cwd: start.folder,
      env: {
        PATH: process.env["PATH"] ?? "",
        HOME: process.env["HOME"] ?? "",
        TMPDIR: start.scratch,
        NODE_ENV: "production",
      },
      // It ends when this does: with this process at the latest, however that ends.
      stdin: "pipe",
      stdout: "pipe",
      stderr: "pipe",
      // Ctrl-C in a terminal is for this process, which ends the rehearsal in order.
      detached: true,
    });
    this.timeOver = setTimeout(() => void this.end("time_over"), RUN_MOST_MS);
    this.ended = this.follow();
  }

  get progress(): RunProgress {
    return this.progressNow;
  }

  /** Ends it before its time; its server and its database go with it. */
  async end(interruption: Interruption): Promise<void> {
    this.interruption ??= interruption;
    this.child.kill("SIGTERM");
    const late = Bun.sleep(ENDS_WITHIN_MS).then(() => "late" as const);
    if ((await Promise.race([this.child.exited, late])) === "late") this.child.kill("SIGKILL");
    await this.ended;
  }

  private async follow(): Promise<RunOutcome> {
    const { stdout, stderr, exited } = this.child;
    // What it has started writes to the same pipes, which end with the last of them.
    const orphansEnded = exited.then(() => this.endOrphans());
    await Promise.all([
      this.eachLine(stdout, (text) => this.heard(text)),
      this.eachLine(stderr, (text) => this.log.add(text)),
      orphansEnded,
    ]);
    clearTimeout(this.timeOver);
    const { exitCode, signalCode } = this.child;
    if (this.result === undefined && this.interruption === undefined) {
      this.log.add(signalCode === null ? `exit code ${exitCode}` : `ended by ${signalCode}`);
    }
    const { result, interruption } = this;
    return { result, interruption, logTail: this.log.read() };
  }

  /** What it had started ends with it; of one that was killed, some may still be at work. */
  private endOrphans(): void {
    try {
      process.kill(-this.child.pid, "SIGKILL");
    } catch (error) {
      // Nobody of its process group is left, as after each proper end.
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }

  private async eachLine(stream: ReadableStream<Uint8Array>, take: (text: string) => void) {
    for await (const text of linesOf(stream)) take(text);
  }

  private heard(text: string): void {
    const line = readLine(text);
    if (line === undefined) this.log.add(text);
    else this.take(line);
  }

  private take(line: RehearsalLine): void {
    const { progressNow: before } = this;
    switch (line.type) {
      case "plan":
        return this.moveTo({ ...before, plan: line.stages });
      case "stage":
        return this.moveTo({
          ...before,
          stageNumber: before.stageNumber + 1,
          done: 0,
          total: line.total,
        });
      case "progress":
        return this.moveTo({ ...before, done: line.done });
      case "server":
        this.server = { url: line.url, key: line.key };
        return undefined;
      case "sale":
        if (this.server !== undefined) this.relay.show({ ...this.server, saleId: line.saleId });
        return undefined;
      case "result":
        this.result = line.result;
        return undefined;
    }
  }

  private moveTo(progress: RunProgress): void {
    this.progressNow = progress;
    this.relay.tellProgress({ state: "running", ...progress });
    this.onProgress(progress);
  }
}
