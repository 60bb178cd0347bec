import { join } from "node:path";
import type { ClaimRun, CrowdAnswer, CrowdQuestion, Latency, PayRun } from "./messages.ts";
import type { Scratch } from "./scratch.ts";

/** The parent's side of the crowd's process. */
export class CrowdChild {
  private readonly child: Bun.Subprocess;
  private waiting:
    | { resolve: (answer: CrowdAnswer) => void; reject: (error: Error) => void }
    | undefined;
  private onProgress: (done: number) => void = () => undefined;
  private readonly ready: Promise<CrowdAnswer>;

  constructor(scratch: Scratch, connections: number) {
    this.ready = this.next();
    this.child = Bun.spawn([process.execPath, join(import.meta.dir, "crowd.ts")], {
      env: {
        PATH: process.env["PATH"] ?? "",
        SECRET: scratch.secret,
        REHEARSAL_PORT: String(scratch.port),
        REHEARSAL_CONNECTIONS: String(connections),
      },
      stdin: "ignore",
      stdout: "inherit",
      stderr: "inherit",
      ipc: (message) => this.heard(message as CrowdAnswer),
      onExit: () => this.waiting?.reject(new Error("the crowd's process ended")),
    });
  }

  async rate(
    question: CrowdQuestion,
    onProgress: (done: number) => void = () => undefined,
  ): Promise<{ perSecond: number; latencyMs: Latency }> {
    const answer = await this.ask(question, onProgress);
    if (answer.type !== "rate") throw new Error(`the crowd answered ${answer.type}`);
    return answer;
  }

  async mint(saleId: string, seed: string, entrants: number): Promise<void> {
    await this.ask({ type: "mint-passes", saleId, seed, entrants }, () => undefined);
  }

  async claim(
    question: Extract<CrowdQuestion, { type: "claim" }>,
    onProgress: (done: number) => void,
  ): Promise<ClaimRun> {
    const answer = await this.ask(question, onProgress);
    if (answer.type !== "claimed") throw new Error(`the crowd answered ${answer.type}`);
    return answer.run;
  }

  async pay(
    question: Extract<CrowdQuestion, { type: "pay" }>,
    onProgress: (done: number) => void,
  ): Promise<PayRun> {
    const answer = await this.ask(question, onProgress);
    if (answer.type !== "paid") throw new Error(`the crowd answered ${answer.type}`);
    return answer.run;
  }

  async stop(): Promise<void> {
    this.waiting = undefined;
    this.child.kill("SIGTERM");
    await this.child.exited;
  }

  private async ask(
    question: CrowdQuestion,
    onProgress: (done: number) => void,
  ): Promise<CrowdAnswer> {
    await this.ready;
    this.onProgress = onProgress;
    const next = this.next();
    this.child.send(question);
    const answer = await next;
    if (answer.type === "failed") throw new Error(`the crowd: ${answer.message}`);
    return answer;
  }

  private next(): Promise<CrowdAnswer> {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
    });
  }

  private heard(answer: CrowdAnswer): void {
    if (answer.type === "progress") this.onProgress(answer.done);
    else this.waiting?.resolve(answer);
  }
}
