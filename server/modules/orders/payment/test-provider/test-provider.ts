import type { Clock } from "../../../../platform/clock.ts";
import type { Database } from "../../../../platform/database/database.ts";
import { Gatherer } from "../../../../platform/gatherer.ts";
import { isSigned } from "../../rules/event-signature.ts";
import type {
  PaymentOrder,
  PaymentProvider,
  ProviderAnswer,
  RefundOrder,
} from "../payment-provider.ts";
import { SIGNATURE_HEADER, type TestEvents } from "./test-events.ts";
import { findBehaviour, instrumentOf } from "./test-methods.ts";
import {
  authoriseAll,
  captureAll,
  findTestPayment,
  giveBack,
  type TestPayment,
  voidOrForbid,
} from "./test-store.ts";

export interface TestProviderDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly baseUrl: string;
  readonly events: TestEvents;
  /** 32 bytes by which events are signed. */
  readonly key: Uint8Array;
}

/**
 * A payment provider for trying out, in which no money moves. It plays an outside system: what it
 * has promised stands in tables of its own and survives a crash, and it tells of it in signed
 * events, which come in by the same door as a real provider's. `test-methods.ts` lists what it does
 * for which method.
 */
export function createTestProvider(deps: TestProviderDeps): PaymentProvider {
  const { database, clock, baseUrl, events, key } = deps;
  const authorisations = new Gatherer((orders: readonly PaymentOrder[]) =>
    authoriseAll(database, orders),
  );
  const captures = new Gatherer((ids: readonly string[]) => captureAll(database, ids));

  function answerOf(payment: TestPayment | undefined): ProviderAnswer {
    if (payment === undefined) return { status: "absent" };
    const { id, method, state } = payment;
    switch (state) {
      case "authorised":
        return { status: "authorised", instrument: instrumentOf(method, id) };
      case "pending": {
        const isHosted = findBehaviour(method)?.isHosted === true;
        return {
          status: "pending",
          redirectUrl: isHosted ? `${baseUrl}/test-payments/${id}` : null,
        };
      }
      case "declined":
        return { status: "declined", reason: "card_declined" };
      case "capture_failed":
        return { status: "capture_failed", reason: "insufficient_funds" };
      case "captured":
        return { status: payment.isRefunded ? "refunded" : "captured" };
      case "voided":
        return { status: "voided" };
    }
  }

  return {
    name: "test",
    isTest: true,
    knowsMethod: (method) => findBehaviour(method) !== undefined,
    async authorise(order) {
      const { payment, isNew } = await authorisations.ask(order);
      const behaviour = findBehaviour(order.method);
      if (isNew) await events.tell(payment, behaviour);
      if (isNew && behaviour?.silentOn === "authorise") return { status: "unknown" };
      return answerOf(payment);
    },
    find: async (paymentId) => answerOf(await findTestPayment(database, paymentId)),
    async capture(paymentId) {
      const { payment, isNew } = await captures.ask(paymentId);
      const behaviour = payment === undefined ? undefined : findBehaviour(payment.method);
      if (isNew && payment !== undefined) await events.tell(payment, behaviour);
      if (isNew && behaviour?.silentOn === "capture") return { status: "unknown" };
      return answerOf(payment);
    },
    void: async (paymentId) => answerOf(await voidOrForbid(database, paymentId)),
    refund: (order: RefundOrder) => giveBack(database, order),
    readEvent(body, headers) {
      const signature = headers.get(SIGNATURE_HEADER) ?? "";
      if (!isSigned(body, signature, key, Math.floor(clock.wallMs() / 1000))) {
        return { ok: false, problem: "event_not_signed" };
      }
      const event = readTestEvent(body);
      if (event === undefined) return { ok: false, problem: "event_unreadable" };
      return { ok: true, event };
    },
  };
}

/** Visible characters alone: PostgreSQL's texts hold no zero, and ours hold no surprise. */
const EVENT_TEXT = /^[\x21-\x7e]{1,200}$/;

function readTestEvent(body: Uint8Array) {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(body).toString("utf8"));
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const { id, type, paymentId } = value as Readonly<Record<string, unknown>>;
  if (!isText(id) || !isText(type)) return undefined;
  if (paymentId !== undefined && !isText(paymentId)) return undefined;
  return { id, type, paymentId };
}

function isText(value: unknown): value is string {
  return typeof value === "string" && EVENT_TEXT.test(value);
}
