import type { SentBatch } from "./commands/send-batch.ts";
import type { Log } from "../../platform/log.ts";

/** How often the worker looks when there was nothing to do. */
const LOOK_EVERY_MS = 1_000;
/** Between two batches others get the machine. */
const BREATHE_MS = 20;

/** Writes mails in the background, batch after batch. Every server has one; see `sendBatch`. */
export class NoticeWorker {
  private readonly work: () => Promise<SentBatch>;
  private readonly log: Log;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> = Promise.resolve();
  private isStopping = false;

  constructor(work: () => Promise<SentBatch>, log: Log) {
    this.work = work;
    this.log = log;
  }

  start(): void {
    this.next(LOOK_EVERY_MS);
  }

  /** Waits for the batch under way. */
  async stop(): Promise<void> {
    this.isStopping = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private next(afterMs: number): void {
    if (this.isStopping) return;
    this.timer = setTimeout(() => {
      this.running = this.look();
    }, afterMs);
  }

  private async look(): Promise<void> {
    let handled = 0;
    try {
      ({ handled } = await this.work());
    } catch (error) {
      this.log.warn({ err: error }, "notices could not be written; trying again");
    }
    this.next(handled > 0 ? BREATHE_MS : LOOK_EVERY_MS);
  }
}
