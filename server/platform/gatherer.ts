/** How long a batch gathers while others follow closely. */
const GATHER_MS = 3;
const BATCH_MOST = 1_000;

/**
 * Turns many single calls into few batches: what the crowd asks at the same time becomes one
 * statement and one commit. One batch is under way at a time; the next gathers meanwhile.
 */
export class Gatherer<Input, Output> {
  private readonly work: (inputs: readonly Input[]) => Promise<readonly Output[]>;
  private waiting: {
    input: Input;
    resolve: (output: Output) => void;
    reject: (error: unknown) => void;
  }[] = [];
  private running = false;

  /** @param work answers a batch with one output for each input, in order */
  constructor(work: (inputs: readonly Input[]) => Promise<readonly Output[]>) {
    this.work = work;
  }

  /** How many calls wait for their batch. */
  get queued(): number {
    return this.waiting.length;
  }

  /** @throws what the batch that the call is part of throws */
  ask(input: Input): Promise<Output> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ input, resolve, reject });
      if (!this.running) {
        this.running = true;
        void this.run();
      }
    });
  }

  private async run(): Promise<void> {
    await Bun.sleep(1);
    while (this.waiting.length > 0) {
      const startedAt = performance.now();
      const batch = this.waiting.splice(0, BATCH_MOST);
      try {
        const outputs = await this.work(batch.map(({ input }) => input));
        if (outputs.length !== batch.length) throw new Error("a batch answers each of its calls");
        for (const [index, { resolve }] of batch.entries()) resolve(outputs[index] as Output);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
      const restMs = startedAt + GATHER_MS - performance.now();
      if (restMs > 0 && this.waiting.length > 0) await Bun.sleep(restMs);
    }
    this.running = false;
  }
}
