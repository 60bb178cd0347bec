import { writeSync } from "node:fs";
import type { RehearsalLine } from "../../modules/rehearsals/index.ts";
import { stageTitles, type Stage } from "./stages.ts";

const WIDTH = 28;

/** How far a rehearsal is, told to whoever waits for it. */
export interface Progress {
  /** @param total how much the stage has to do; 0 where that cannot be counted */
  begin(stage: Stage, total?: number): void;
  readonly at: (done: number) => void;
  /** @returns the seconds that the stage took */
  end(): number;
  /** For programs: what else they may want to know meanwhile. */
  tell(line: RehearsalLine): void;
}

/** A line on standard error that shows how far the work under way is. */
export class TerminalProgress implements Progress {
  private readonly isTerminal = process.stderr.isTTY;
  private title = "";
  private total = 0;
  private startedAt = 0;
  private shownAt = 0;

  begin(stage: Stage, total = 0): void {
    this.title = stageTitles[stage];
    this.total = total;
    this.startedAt = performance.now();
    this.shownAt = 0;
    if (!this.isTerminal) process.stderr.write(`${this.title} …\n`);
    else this.at(0);
  }

  readonly at = (done: number): void => {
    const now = performance.now();
    if (!this.isTerminal || now - this.shownAt < 100) return;
    this.shownAt = now;
    const share = this.total === 0 ? 0 : Math.min(1, done / this.total);
    const filled = Math.round(share * WIDTH);
    const bar = "#".repeat(filled) + "-".repeat(WIDTH - filled);
    const count =
      this.total === 0 ? "" : ` ${done.toLocaleString("en")} of ${this.total.toLocaleString("en")}`;
    process.stderr.write(`\r\x1b[K[${bar}] ${this.title}${count}, ${this.seconds()} s`);
  };

  end(): number {
    const seconds = (performance.now() - this.startedAt) / 1000;
    if (this.isTerminal) process.stderr.write(`\r\x1b[K${this.title}: ${seconds.toFixed(1)} s\n`);
    return seconds;
  }

  tell(): void {
    // Whoever looks at a terminal has no use for addresses and keys.
  }

  private seconds(): string {
    return ((performance.now() - this.startedAt) / 1000).toFixed(0);
  }
}

const TOLD_EVERY_MS = 200;

/** For a program that started the rehearsal: a line of JSON for each thing, on standard output. */
export class LineProgress implements Progress {
  private startedAt = 0;
  private toldAt = 0;
  private told = 0;
  private isHeard = true;

  begin(stage: Stage, total = 0): void {
    this.startedAt = performance.now();
    this.toldAt = 0;
    this.told = 0;
    this.tell({ type: "stage", stage, total });
  }

  readonly at = (done: number): void => {
    const now = performance.now();
    if (done === this.told || now - this.toldAt < TOLD_EVERY_MS) return;
    this.toldAt = now;
    this.told = done;
    this.tell({ type: "progress", done });
  };

  end(): number {
    return (performance.now() - this.startedAt) / 1000;
  }

  tell(line: RehearsalLine): void {
    if (!this.isHeard) return;
    try {
      writeSync(process.stdout.fd, `${JSON.stringify(line)}\n`);
    } catch {
      // Nobody reads any more; the end of standard input ends the rehearsal.
      this.isHeard = false;
    }
  }
}
