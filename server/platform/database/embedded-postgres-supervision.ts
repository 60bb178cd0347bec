import type { Client } from "pg";
import type { Log } from "../log.ts";
import { reasonOf } from "./embedded-postgres-error.ts";

/** A running server, and the connection that tells others that we use it. */
export interface Server {
  readonly client: Client;
  readonly pid: number;
  readonly socketDir: string;
  readonly adopted: boolean;
}

export interface Supervision {
  /** The server as it is now, or was last. */
  current(): Server;
  /** How often it was lost and is back. */
  restarts(): number;
  /** Starts nothing any more; returns when no start is under way. */
  end(): Promise<void>;
}

export interface SupervisionTimes {
  /** Before the second try; each further one waits twice as long. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** A server that lived for so long did not end because of its start. */
  readonly steadyMs: number;
}

const ordinaryTimes: SupervisionTimes = {
  firstPauseMs: 500,
  longestPauseMs: 30_000,
  steadyMs: 60_000,
};

/**
 * Starts the server again whenever it is gone: ended by the kernel for want of memory, by a crash,
 * or by somebody's hand. What it acknowledged is in its log; until it is back, requests are told
 * that the database is away.
 * @param startAgain starts the server, or joins the one that another Millet has started
 */
export function superviseServer(
  first: Server,
  startAgain: () => Promise<Server>,
  log: Log | undefined,
  times: SupervisionTimes = ordinaryTimes,
): Supervision {
  let server = first;
  let restarts = 0;
  let pauseMs = 0;
  let startedAt = performance.now();
  let underWay: Promise<void> = Promise.resolve();
  const ended = Promise.withResolvers<void>();
  let isEnded = false;

  const watch = () => {
    server.client.once("end", () => {
      if (!isEnded) underWay = bringBack();
    });
  };

  async function bringBack(): Promise<void> {
    log?.error({ pid: server.pid }, "the embedded PostgreSQL is lost: starting it again");
    if (performance.now() - startedAt > times.steadyMs) pauseMs = 0;
    for (;;) {
      await Promise.race([Bun.sleep(pauseMs), ended.promise]);
      if (isEnded) return;
      pauseMs = Math.min(Math.max(pauseMs * 2, times.firstPauseMs), times.longestPauseMs);
      try {
        server = await startAgain();
        break;
      } catch (error) {
        const facts = { reason: reasonOf(error), againInMs: pauseMs };
        log?.error(facts, "the embedded PostgreSQL does not start");
      }
    }
    restarts += 1;
    startedAt = performance.now();
    log?.error({ pid: server.pid, restarts }, "the embedded PostgreSQL runs again");
    watch();
  }

  watch();
  return {
    current: () => server,
    restarts: () => restarts,
    async end() {
      isEnded = true;
      ended.resolve();
      await underWay;
    },
  };
}
