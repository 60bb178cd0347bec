/** What the test provider does for a method's token. */
export interface TestBehaviour {
  /** How a new payment stands at once. */
  readonly begins: "authorised" | "pending" | "declined";
  /** Whether a person decides on a page of the provider. */
  readonly isHosted?: boolean;
  /** A pending payment is approved after this time. */
  readonly approvedAfterMs?: number;
  /** The answer to this request never arrives, though the request is done. */
  readonly silentOn?: "authorise" | "capture";
  readonly captureFails?: boolean;
  /** How often each event is sent; none unless told, as the answers say all. */
  readonly eventTimes?: number;
  /** How long an event takes, by the state that it tells of; at once unless told. */
  readonly eventDelaysMs?: Readonly<Record<string, number>>;
  /** Whether the event overtakes the answer to the request. */
  readonly eventFirst?: boolean;
}

const TABLE: Readonly<Record<string, TestBehaviour>> = {
  test_approve: { begins: "authorised" },
  test_decline: { begins: "declined" },
  test_delay_2s: { begins: "pending", approvedAfterMs: 2_000 },
  test_hosted: { begins: "pending", isHosted: true },
  test_capture_fails: { begins: "authorised", captureFails: true },
  test_repeat_events: { begins: "authorised", eventTimes: 3 },
  test_reorder_events: {
    begins: "authorised",
    eventTimes: 1,
    eventDelaysMs: { authorised: 600, captured: 0 },
  },
  test_early_event: { begins: "authorised", eventTimes: 1, eventFirst: true },
  test_timeout_then_approved: { begins: "authorised", silentOn: "authorise" },
  test_capture_timeout: { begins: "authorised", silentOn: "capture" },
};

/** `test_card_…` approves, and all payments with one name are made with one card. */
const CARD = /^test_card_[a-z0-9]{1,32}$/;

export function findBehaviour(method: string): TestBehaviour | undefined {
  if (CARD.test(method)) return { begins: "authorised" };
  return Object.hasOwn(TABLE, method) ? TABLE[method] : undefined;
}

/** Names the means of payment: each payment its own, unless the token names a card. */
export function instrumentOf(method: string, paymentId: string): string {
  return CARD.test(method) ? method : paymentId;
}
