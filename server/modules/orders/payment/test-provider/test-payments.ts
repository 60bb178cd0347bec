import type { Mount } from "../../../../platform/http/app.ts";
import type { Platform } from "../../../../platform/platform.ts";
import type { PaymentProvider } from "../payment-provider.ts";
import { type EventReceiver, TestEvents } from "./test-events.ts";
import { createTestPaymentPage } from "./test-payment-page.ts";
import { createTestProvider } from "./test-provider.ts";

/** The test provider with its page and its outbox. */
export interface TestPayments {
  readonly provider: PaymentProvider;
  readonly mounts: readonly Mount[];
  /** Begins to send events. */
  start(receive: EventReceiver): void;
  stop(): Promise<void>;
}

export function startTestPayments(platform: Platform): TestPayments {
  const { brand, clock, config, database, keys, log } = platform;
  const key = keys.derive("test-payment-events");
  const events = new TestEvents({ database, clock, log, key });
  const { baseUrl } = config;
  const provider = createTestProvider({ database, clock, baseUrl, events, key });
  const router = createTestPaymentPage({ brand, config, database, events });
  return {
    provider,
    mounts: [{ path: "/test-payments", router, chain: "standard" }],
    start: (receive) => events.start(receive),
    stop: () => events.stop(),
  };
}
