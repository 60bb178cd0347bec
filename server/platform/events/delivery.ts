import { inTransaction } from "../database/database.ts";
import type { EventsDeps } from "./events.ts";
import {
  findDueConsumers,
  listPending,
  lockConsumer,
  markDelivered,
  type RecordedEvent,
  recordFailure,
  type Subscription,
} from "./store.ts";

/** Events handled in one transaction, as long as all goes well. */
const BATCH_SIZE = 50;

/** A transaction takes no further event after this time. */
const BATCH_MS = 500;

/** Each one takes a connection of the pool. */
const CONSUMERS_AT_ONCE = 2;

/** With the pauses below, an event is parked after about two minutes. */
const ATTEMPT_LIMIT = 8;

const LONGEST_PAUSE_MS = 60_000;

const LONGEST_ERROR = 4000;

interface Delivery {
  /** Delivers until nothing is due; returns the number of successes. */
  deliverDue(stopping: AbortSignal): Promise<number>;
}

export function createDelivery(
  deps: EventsDeps & { readonly subscriptions: ReadonlyMap<string, Subscription> },
): Delivery {
  const { database, clock, log, metrics, subscriptions } = deps;
  const delivered = metrics.counter("events_delivered_total", "Events handled.", ["consumer"]);
  const failed = metrics.counter("events_failed_total", "Failures of handlers.", ["consumer"]);

  /** Handles the consumer's next events in one transaction: all of them or none. */
  async function handleNext(
    subscription: Subscription,
    limit: number,
    onBegin?: (event: RecordedEvent) => void,
  ): Promise<number> {
    const { consumer, handle } = subscription;
    const count = await inTransaction(database, async (tx) => {
      if (!(await lockConsumer(tx, consumer, clock.wallMs()))) return 0;
      const endMs = clock.monotonicMs() + BATCH_MS;
      const handled: number[] = [];
      for (const event of await listPending(tx, subscription, limit)) {
        onBegin?.(event);
        await handle(event, tx);
        handled.push(event.sequence);
        if (clock.monotonicMs() >= endMs) break;
      }
      if (handled.length > 0) await markDelivered(tx, consumer, handled);
      return handled.length;
    });
    delivered.inc({ consumer }, count);
    return count;
  }

  /** Handles one event; a failure, be it only at the commit, counts against this event. */
  async function handleOne(subscription: Subscription): Promise<number> {
    const { consumer } = subscription;
    let begun: RecordedEvent | undefined;
    try {
      return await handleNext(subscription, 1, (event) => (begun = event));
    } catch (error) {
      // Without an event under way, the database failed and not the handler.
      if (begun === undefined) throw error;
      const { sequence, type } = begun;
      failed.inc({ consumer });
      const counted = await recordFailure(database, {
        consumer,
        sequence,
        error: textOf(error),
        nowMs: clock.wallMs(),
        attemptLimit: ATTEMPT_LIMIT,
        pauseMs,
      });
      const facts = { err: error, consumer, sequence, type, ...counted };
      if (counted?.parked === true) log.error(facts, "event parked; its consumer goes on");
      else log.warn(facts, "event could not be handled; trying again");
      return 0;
    }
  }

  async function deliverTo(subscription: Subscription): Promise<number> {
    try {
      return await handleNext(subscription, BATCH_SIZE);
    } catch (error) {
      const { consumer } = subscription;
      log.debug({ err: error, consumer }, "a batch of events failed; handling them one by one");
    }
    let count = 0;
    while (count < BATCH_SIZE && (await handleOne(subscription)) === 1) count += 1;
    return count;
  }

  return {
    async deliverDue(stopping) {
      let total = 0;
      for (;;) {
        const due = await findDueConsumers(database, [...subscriptions.keys()], clock.wallMs());
        let count = 0;
        while (due.length > 0 && !stopping.aborted) {
          const counts = await Promise.all(
            due.splice(0, CONSUMERS_AT_ONCE).map(async (consumer) => {
              const subscription = subscriptions.get(consumer);
              return subscription === undefined ? 0 : await deliverTo(subscription);
            }),
          );
          for (const each of counts) count += each;
        }
        total += count;
        if (count === 0 || stopping.aborted) return total;
      }
    },
  };
}

function pauseMs(attempts: number): number {
  return Math.min(LONGEST_PAUSE_MS, 1000 * 2 ** (attempts - 1));
}

function textOf(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  // PostgreSQL's text holds no zero character.
  return text.replaceAll("\0", "").slice(0, LONGEST_ERROR);
}
