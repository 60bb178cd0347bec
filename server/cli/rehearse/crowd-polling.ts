import type { CrowdRequests } from "./crowd-requests.ts";
import { Wire, type Verdict, type WireAnswer } from "./wire.ts";

interface PollingOptions {
  readonly port: number;
  readonly saleId: string;
  readonly fans: number;
}

/** Polls that are sent in one tick. */
const TICK_MS = 5;
const CONNECTIONS = 64;
const RETRY_MS = 200;
const OPENING_LOOK_MS = 20;
const OPENING_LOOKS_MOST = 500;

/**
 * The rest of the fans, who look at `now` at the pace that it tells them. Each polls after a random
 * time of that pace, so together they are a stream of so many polls a second; that stream is sent.
 */
export class Poller {
  polls = 0;
  seconds = 0;
  private readonly options: PollingOptions;
  private readonly requests: CrowdRequests;
  private readonly onAdmitted: (through: number) => void;
  private readonly wire: Wire<true>;
  private pending = 0;
  private intervalSeconds = 1;
  private admittedThrough = 0;
  private stopped = false;

  constructor(
    options: PollingOptions,
    requests: CrowdRequests,
    onAdmitted: (through: number) => void,
  ) {
    this.options = options;
    this.requests = requests;
    this.onAdmitted = onAdmitted;
    this.wire = new Wire<true>(options.port, {
      next: () => this.next(),
      bytesOf: () => this.requests.now(options.saleId),
      onAnswer: (_, answer) => this.onAnswer(answer),
    });
  }

  /** Polls until the line moves: the opening has just happened. */
  async waitForOpening(): Promise<void> {
    await this.wire.open(1);
    for (let look = 0; look < OPENING_LOOKS_MOST && this.admittedThrough === 0; look += 1) {
      this.pending = 1;
      await this.wire.drain();
      if (this.admittedThrough === 0) await Bun.sleep(OPENING_LOOK_MS);
    }
    if (this.admittedThrough === 0) throw new Error("the sale did not open");
  }

  /** Polls until told to stop. */
  async run(): Promise<void> {
    await this.wire.open(CONNECTIONS);
    const startedAt = performance.now();
    const before = this.polls;
    let due = 0;
    let last = startedAt;
    while (!this.stopped) {
      await Bun.sleep(TICK_MS);
      const now = performance.now();
      const waiting = Math.max(0, this.options.fans - this.admittedThrough);
      due += (waiting / this.intervalSeconds) * ((now - last) / 1000);
      last = now;
      const whole = Math.floor(due);
      due -= whole;
      this.pending += whole;
      this.wire.wake();
    }
    this.seconds = (performance.now() - startedAt) / 1000;
    this.polls -= before;
  }

  stop(): void {
    this.stopped = true;
    this.wire.close();
  }

  private next(): true | undefined {
    if (this.pending <= 0) return undefined;
    this.pending -= 1;
    return true;
  }

  private onAnswer(answer: WireAnswer | undefined): Verdict {
    if (answer === undefined || answer.status === 503) return { retryAfterMs: RETRY_MS };
    this.polls += 1;
    // Every fan reads the document; reading one of many tells the same.
    if (answer.status === 200 && (this.polls % 64 === 1 || this.admittedThrough === 0)) {
      const now = JSON.parse(answer.body.toString("utf8")) as {
        line: { admittedThrough: number } | null;
        nextPollSeconds: { least: number; most: number };
      };
      this.intervalSeconds = (now.nextPollSeconds.least + now.nextPollSeconds.most) / 2;
      this.admittedThrough = now.line?.admittedThrough ?? this.options.fans;
      this.onAdmitted(this.admittedThrough);
    }
    return "done";
  }
}
