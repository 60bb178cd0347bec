import type { Clock } from "../clock.ts";
import { type Database, type Tx } from "../database/database.ts";
import { invariant } from "../failure.ts";
import type { Jobs } from "../jobs.ts";
import type { Log } from "../log.ts";
import type { Metrics } from "../metrics.ts";
import { createDelivery } from "./delivery.ts";
import { measureEvents } from "./event-metrics.ts";
import { pruneEvents } from "./retention.ts";
import {
  insertEvents,
  type NewEvent,
  type RecordedEvent,
  registerConsumers,
  retryParked,
  type Subscription,
} from "./store.ts";

export type { JsonObject, NewEvent, RecordedEvent } from "./store.ts";

/**
 * The transactional outbox. An event is written in the transaction of what it tells of and is
 * then delivered at least once to every consumer that subscribed to its type.
 *
 * - A handler runs in a transaction that also ticks the event off: what it writes there happens
 *   exactly once. Anything outside the database (a mail, a call) may happen again: enqueue a job or
 *   a mail in that transaction instead.
 * - Each consumer gets its events one at a time, in the order in which they were recorded, by
 *   whichever process holds it at the moment. Two transactions that overlap have no order: the
 *   later number may come first. Where the order of two events on one subject matters, lock the
 *   subject before recording, as a command that changes it does anyway.
 * - A handler that throws is tried again after 1, 2, 4 … at most 60 seconds, while its consumer
 *   waits. After eight tries the event is parked with its error (`platform.event_deliveries`,
 *   metric `millet_events_parked`) and the consumer goes on.
 * - A consumer gets the events recorded after the first start of a server that knows it.
 */
export interface Events {
  /** Records one event or several, in this order. @throws Error on a type that is no `PastTense` */
  record(tx: Tx, event: NewEvent | readonly NewEvent[]): Promise<void>;
  /** @param consumer a name that never changes, as `orders.open-order`; unique in the process */
  subscribe(
    consumer: string,
    types: readonly string[],
    handle: (event: RecordedEvent, tx: Tx) => Promise<void>,
  ): void;
  /** Begins to deliver in the background; subscribe before. */
  start(): void;
  /** Ends delivering; the events under way are finished first. */
  stop(): Promise<void>;
  /** Delivers what is due now and says how many deliveries succeeded. */
  deliverPending(): Promise<number>;
  /** Takes up a consumer's parked events again, after its fault was mended; says how many. */
  retryParked(consumer: string): Promise<number>;
}

export interface EventsDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly jobs: Jobs;
}

/** Between two looks for events of other processes. */
const POLL_MS = 1000;

/**
 * Own events are looked for this soon after they were recorded, when their transaction has most
 * likely ended. NOTIFY would be exact, but takes a lock at commit that all transactions share.
 */
const NUDGE_MS = 50;

export function createEvents(deps: EventsDeps): Events {
  const { database, clock, log } = deps;
  const subscriptions = new Map<string, Subscription>();
  const delivery = createDelivery({ ...deps, subscriptions });
  const measure = measureEvents(deps, () => [...subscriptions.keys()]);
  let registration: Promise<void> | undefined;
  let lastRound: Promise<unknown> = Promise.resolve();
  let running: Promise<void> | undefined;
  const stopping = new AbortController();
  let wake = () => {};
  let nudge: ReturnType<typeof setTimeout> | undefined;

  /** Makes the subscriptions known to the database, once. */
  function register(): Promise<void> {
    registration ??= registerConsumers(database, [...subscriptions.values()]).catch(
      (error: unknown) => {
        registration = undefined;
        throw error;
      },
    );
    return registration;
  }

  function deliverPending(): Promise<number> {
    const round = lastRound.then(async () => {
      await register();
      return delivery.deliverDue(stopping.signal);
    });
    lastRound = round.catch(() => undefined);
    return round;
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const awoken = new Promise<void>((resolve) => (wake = resolve));
      try {
        await deliverPending();
        await measure();
      } catch (error) {
        log.warn({ err: error }, "events could not be delivered; trying again");
      }
      if (!stopping.signal.aborted) await Promise.race([awoken, Bun.sleep(POLL_MS)]);
    }
  }

  deps.jobs.define("platform.prune-events", { cron: "20 3 * * *" }, async () => {
    const pruned = await pruneEvents(database, clock, [...subscriptions.values()]);
    log.info({ pruned }, "old events pruned");
  });

  return {
    async record(tx, event) {
      await register();
      await insertEvents(tx, "type" in event ? [event] : event, clock.wallMs());
      nudge ??= setTimeout(() => {
        nudge = undefined;
        wake();
      }, NUDGE_MS);
    },
    subscribe(consumer, types, handle) {
      invariant(!subscriptions.has(consumer), `two consumers are named ${consumer}`);
      invariant(running === undefined, `${consumer} subscribes after the start`);
      subscriptions.set(consumer, { consumer, types, handle });
      registration = undefined;
    },
    start() {
      running ??= run();
    },
    async stop() {
      stopping.abort();
      wake();
      clearTimeout(nudge);
      await running;
      await lastRound;
    },
    deliverPending,
    retryParked: (consumer) => retryParked(database, consumer),
  };
}
