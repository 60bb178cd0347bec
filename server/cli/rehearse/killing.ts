import type { ServerChild } from "./server-child.ts";

/** Kills the server at random moments of the sale: after so many answers. */
export class Killing {
  private readonly server: ServerChild;
  private readonly moments: number[];
  private readonly kills: Promise<number>[] = [];
  private under = false;

  constructor(server: ServerChild, kills: number, total: number) {
    this.server = server;
    this.moments = Array.from({ length: kills }, () =>
      Math.floor(Math.random() * total * 0.95),
    ).sort((a, b) => a - b);
  }

  at(done: number): void {
    const next = this.moments[0];
    if (next === undefined || done < next || this.under) return;
    this.moments.shift();
    this.under = true;
    const restarted = this.server.killAndRestart().finally(() => {
      this.under = false;
    });
    this.kills.push(restarted);
  }

  async finished(): Promise<void> {
    await Promise.all(this.kills);
  }
}
