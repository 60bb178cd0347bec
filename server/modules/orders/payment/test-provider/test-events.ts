import { sql } from "kysely";
import type { Clock } from "../../../../platform/clock.ts";
import type { Database } from "../../../../platform/database/database.ts";
import { newId } from "../../../../platform/ids.ts";
import type { Log } from "../../../../platform/log.ts";
import { signEvent } from "../../rules/event-signature.ts";
import type { TestBehaviour } from "./test-methods.ts";
import { decideTestPayment, type TestPayment } from "./test-store.ts";

export const SIGNATURE_HEADER = "test-payments-signature";

/** Takes an event as it would come over HTTP. @returns whether it was taken */
export type EventReceiver = (body: Uint8Array, headers: Headers) => Promise<boolean>;

export interface TestEventsDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly key: Uint8Array;
}

interface DueEvent {
  readonly id: string;
  readonly paymentId: string;
  readonly type: string;
  readonly times: number;
}

/** Events of a process that died are looked for so often. */
const LOOK_EVERY_MS = 1_000;
/** An event that was not taken, or whose sender died, is sent again after this time. */
const AGAIN_AFTER_SECONDS = 5;

/** A fan's bank says yes after a while: the payment changes when this event is due. */
const APPROVAL = "payment.approved_later";

/** The outbox of the test provider. */
export class TestEvents {
  private readonly deps: TestEventsDeps;
  private receive: EventReceiver | undefined;
  private readonly timers = new Set<ReturnType<typeof setTimeout>>();
  private looking: ReturnType<typeof setInterval> | undefined;
  private sending: Promise<void> = Promise.resolve();
  private isStopped = false;

  constructor(deps: TestEventsDeps) {
    this.deps = deps;
  }

  /** Begins to send what is due, what was due before a crash included. */
  start(receive: EventReceiver): void {
    this.receive = receive;
    this.looking = setInterval(() => this.wake(0), LOOK_EVERY_MS);
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    clearInterval(this.looking);
    for (const timer of this.timers) clearTimeout(timer);
    await this.sending;
  }

  /** Tells of how the payment stands now, if its method has events. */
  async tell(payment: TestPayment, behaviour: TestBehaviour | undefined): Promise<void> {
    const { approvedAfterMs, eventTimes = 0, eventDelaysMs, eventFirst } = behaviour ?? {};
    if (payment.state === "pending" && approvedAfterMs !== undefined) {
      await this.schedule(payment.id, APPROVAL, 1, approvedAfterMs);
    }
    if (eventTimes === 0) return;
    const delayMs = eventDelaysMs?.[payment.state] ?? 0;
    await this.schedule(payment.id, `payment.${payment.state}`, eventTimes, delayMs);
    if (eventFirst === true) await this.sendDue();
  }

  /** Tells of a decision that a person has made. */
  tellDecision(payment: TestPayment): Promise<void> {
    return this.schedule(payment.id, `payment.${payment.state}`, 1, 0);
  }

  private async schedule(
    paymentId: string,
    type: string,
    times: number,
    delayMs: number,
  ): Promise<void> {
    const at = new Date(this.deps.clock.wallMs() + delayMs);
    await sql`
      insert into orders.test_events (id, payment_id, type, times, deliver_at)
      values (${newId()}, ${paymentId}, ${type}, ${times}, ${at})`.execute(
      this.deps.database.kysely,
    );
    this.wake(delayMs);
  }

  private wake(delayMs: number): void {
    if (this.isStopped) return;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.sending = this.sending.then(() => this.sendDue());
    }, delayMs);
    this.timers.add(timer);
  }

  private async sendDue(): Promise<void> {
    const { database, clock, log } = this.deps;
    if (this.receive === undefined || this.isStopped) return;
    try {
      const now = new Date(clock.wallMs());
      const again = new Date(clock.wallMs() + AGAIN_AFTER_SECONDS * 1000);
      // Whoever moves the time has the event for so long; nobody holds a lock while sending.
      const { rows } = await sql<DueEvent>`
        update orders.test_events set deliver_at = ${again}
        where id in (select id from orders.test_events
          where delivered_at is null and deliver_at <= ${now}
          order by deliver_at limit 100 for update skip locked)
        returning id, payment_id as "paymentId", type, times`.execute(database.kysely);
      for (const event of rows) await this.send(event);
    } catch (error) {
      log.warn({ err: error }, "the test provider could not send its events");
    }
  }

  private async send({ id, paymentId, type, times }: DueEvent): Promise<void> {
    const { database, clock, key } = this.deps;
    if (type === APPROVAL) await decideTestPayment(database, paymentId, "authorised");
    const sentType = type === APPROVAL ? "payment.authorised" : type;
    const body = Buffer.from(JSON.stringify({ id, type: sentType, paymentId }));
    const signature = signEvent(body, key, Math.floor(clock.wallMs() / 1000));
    const headers = new Headers({ [SIGNATURE_HEADER]: signature });
    for (let time = 0; time < times; time += 1) {
      if ((await this.receive?.(body, headers)) !== true) return;
    }
    await sql`update orders.test_events set delivered_at = now() where id = ${id}`.execute(
      database.kysely,
    );
  }
}
