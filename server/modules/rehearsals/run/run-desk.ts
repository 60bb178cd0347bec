import { cpus, totalmem } from "node:os";
import type { Clock } from "../../../platform/clock.ts";
import type { Platform } from "../../../platform/platform.ts";
import { endingOf } from "../rules/endings.ts";
import { markLost, rehearsalsOf } from "../store.ts";
import { RehearsalRun, type RunOutcome, type RunProgress } from "./rehearsal-run.ts";
import { RunFolders } from "./run-folders.ts";
import { RunLock } from "./run-lock.ts";

/** How often how far it is is written down, for other servers and for the time after. */
const WRITE_EVERY_MS = 2_000;

/** What a process is started with. */
export interface RunStart {
  readonly id: string;
  readonly command: readonly string[];
  readonly folder: string;
  readonly scratch: string;
  readonly clock: Clock;
}

/** What is rehearsed. */
export interface RunOptions {
  readonly fans: number;
  readonly units: number;
  readonly pays: boolean;
  readonly kills: number;
  readonly preload: boolean;
}

/** The one rehearsal that this server may run at a time, and what is left of earlier ones. */
export class RunDesk {
  private readonly platform: Platform;
  private readonly program: readonly string[];
  private readonly folders: RunFolders;
  private run: RehearsalRun | undefined;
  private settled: Promise<void> = Promise.resolve();
  private isStopped = false;

  /** @param program what starts this program's command line, before its arguments */
  constructor(platform: Platform, program: readonly string[]) {
    this.platform = platform;
    this.program = program;
    this.folders = new RunFolders(platform.config.dataDir);
  }

  /** The rehearsal with this id, if it runs on this server. */
  find(id: string): RehearsalRun | undefined {
    return this.run?.id === id ? this.run : undefined;
  }

  /** The right to start one; undefined where one runs, here or on another server. */
  async takeLock(): Promise<RunLock | undefined> {
    if (this.isStopped || this.run !== undefined) return undefined;
    return RunLock.take(this.platform.database);
  }

  /** Starts the process of a rehearsal that is written down already. */
  start(id: string, options: RunOptions, lock: RunLock): void {
    const { folder, scratch } = this.folders.make(id);
    const command = [...this.program, "rehearse", ...argumentsOf(options), "--folder", folder];
    const { clock } = this.platform;
    let writtenAtMs = 0;
    let writing = Promise.resolve();
    const onProgress = (progress: RunProgress) => {
      const isNewStage = progress.done === 0;
      if (!isNewStage && clock.monotonicMs() - writtenAtMs < WRITE_EVERY_MS) return;
      writtenAtMs = clock.monotonicMs();
      writing = writing.then(() => this.saveProgress(id, progress));
    };
    const run = new RehearsalRun({ id, command, folder, scratch, clock }, onProgress);
    this.run = run;
    lock.whenLost(() => void run.end("database_lost"));
    this.settled = this.conclude(run, lock, () => writing);
  }

  /** Ends the rehearsal, and returns when that is written down. */
  async cancel(run: RehearsalRun): Promise<void> {
    const { settled } = this;
    await run.end("cancelled");
    await settled;
  }

  /** Where nobody holds the lock, nothing runs, whatever is written down. */
  async settleLost(): Promise<void> {
    const lock = await this.takeLock();
    if (lock === undefined) return;
    try {
      await markLost(rehearsalsOf(this.platform), this.now());
    } finally {
      await lock.letGo();
    }
  }

  /** Settles what an earlier server left when it was killed. */
  async tidy(): Promise<void> {
    const lock = await this.takeLock();
    if (lock === undefined) return;
    try {
      await markLost(rehearsalsOf(this.platform), this.now());
      await this.folders.removeAll();
    } finally {
      await lock.letGo();
    }
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    // Whoever watches is a request under way, which the server would wait for.
    this.run?.relay.close();
    await this.run?.end("server_stopped");
    await this.settled;
  }

  now(): Date {
    return new Date(this.platform.clock.wallMs());
  }

  private async saveProgress(id: string, progress: RunProgress): Promise<void> {
    try {
      await rehearsalsOf(this.platform)
        .updateTable("rehearsals")
        .set({
          plan: [...progress.plan],
          stage_number: progress.stageNumber,
          stage_done: progress.done,
          stage_total: progress.total,
        })
        .where("id", "=", id)
        .where("state", "=", "running")
        .execute();
    } catch (error) {
      this.platform.log.warn({ err: error, id }, "could not write down how far a rehearsal is");
    }
  }

  /** Waits for its end, writes it down, and gives the right to run the next one back. */
  private async conclude(
    run: RehearsalRun,
    lock: RunLock,
    written: () => Promise<void>,
  ): Promise<void> {
    try {
      const outcome = await run.ended;
      await written();
      await this.settle(run, outcome);
    } catch (error) {
      const { id } = run;
      this.platform.log.error({ err: error, id }, "could not write down how a rehearsal ended");
    } finally {
      this.run = undefined;
      run.relay.close();
      // It may be gone already, with its connection.
      await lock.letGo().catch(() => undefined);
    }
  }

  private async settle(run: RehearsalRun, outcome: RunOutcome): Promise<void> {
    const { state, reason } = endingOf(outcome.result !== undefined, outcome.interruption);
    const serverLog = state === "failed" ? this.folders.readServerLog(run.id) : undefined;
    const log = [outcome.logTail, serverLog].filter((text) => text !== undefined).join("\n\n");
    const { plan, stageNumber, done, total } = run.progress;
    // Before it is said to be over: then the next one may start.
    await this.removeFolder(run.id);
    await rehearsalsOf(this.platform)
      .updateTable("rehearsals")
      .set({
        state,
        reason,
        result: outcome.result === undefined ? null : JSON.stringify(outcome.result),
        log_tail: log === "" ? null : log,
        ended_at: this.now(),
        plan: [...plan],
        stage_number: stageNumber,
        stage_done: done,
        stage_total: total,
      })
      .where("id", "=", run.id)
      .where("state", "=", "running")
      .execute();
    run.relay.tellProgress({ state, ...run.progress });
  }

  /** A folder that cannot be removed now is removed at the next start. */
  private async removeFolder(id: string): Promise<void> {
    try {
      await this.folders.remove(id);
    } catch (error) {
      this.platform.log.warn({ err: error, id }, "could not remove what a rehearsal left");
    }
  }
}

function argumentsOf({ fans, units, pays, kills, preload }: RunOptions): string[] {
  return [
    "--lines",
    "--no-baseline",
    `--fans=${fans}`,
    `--units=${units}`,
    `--kill=${kills}`,
    ...(pays ? ["--pay"] : []),
    ...(preload ? ["--preload"] : []),
  ];
}

/** The machine in a few words, before a rehearsal says more. */
export function describeMachine(): string {
  const model = cpus()[0]?.model.trim() ?? "unknown processor";
  return `${cpus().length} × ${model}, ${Math.round(totalmem() / 2 ** 30)} GB`;
}
