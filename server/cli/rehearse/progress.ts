const WIDTH = 28;

/** A line on standard error that shows how far the work under way is. */
export class Progress {
  private readonly isTerminal = process.stderr.isTTY;
  private title = "";
  private total = 0;
  private startedAt = 0;
  private shownAt = 0;

  begin(title: string, total = 0): void {
    this.title = title;
    this.total = total;
    this.startedAt = performance.now();
    this.shownAt = 0;
    if (!this.isTerminal) process.stderr.write(`${title} …\n`);
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

  private seconds(): string {
    return ((performance.now() - this.startedAt) / 1000).toFixed(0);
  }
}
