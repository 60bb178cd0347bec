import { releasesHold, type PaymentAction, type PaymentState } from "./payment-states.ts";

/**
 * What the sale's lane answered. `over`: the claim has ended and can never be paid again;
 * `unknown`: it did not answer, or whether it took the command is not known.
 */
export type LaneAnswer = "done" | "over" | "unknown";

/** How a payment stands at the provider, as the provider itself has just said. */
export type ProviderAnswer =
  | { readonly status: "authorised"; readonly instrument: string | null }
  | { readonly status: "pending"; readonly redirectUrl: string | null }
  | { readonly status: "declined" | "capture_failed"; readonly reason: string }
  /** `absent`: the provider never heard of it; `unknown`: no answer, or none to be relied on. */
  | { readonly status: "captured" | "voided" | "refunded" | "absent" | "unknown" };

export type LaneRequest = "begin-payment" | "pay" | "return-units" | "release";

export type ProviderRequest = "authorise" | "look" | "capture" | "void" | "refund";

/** A change of the durable payment. */
export interface PaymentChange {
  readonly action: PaymentAction;
  /** Why it was declined, is voided or could not be captured. */
  readonly reason?: string;
  /** Names the means of payment at the provider, the same for every payment made with it. */
  readonly instrument?: string | null;
  /** Where the fan goes on. */
  readonly redirectUrl?: string | null;
}

export type PaymentStep =
  | { readonly do: "ask-lane"; readonly request: LaneRequest }
  | { readonly do: "ask-provider"; readonly request: ProviderRequest }
  | { readonly do: "save"; readonly change: PaymentChange }
  /** Nothing can be done now: it is over, awaits the provider, or is tried again later. */
  | { readonly do: "rest"; readonly until: "over" | "told" | "later" };

/** What has just been learnt; undefined when no more is known than what is durable. */
export type Learnt =
  | { readonly from: LaneRequest; readonly answer: LaneAnswer }
  | { readonly from: ProviderRequest; readonly answer: ProviderAnswer };

/** What a step needs to know of the durable payment. */
export interface StandingPayment {
  readonly state: PaymentState;
  readonly reason: string | null;
}

const LATER: PaymentStep = { do: "rest", until: "later" };
const OVER: PaymentStep = { do: "rest", until: "over" };

/**
 * The paying protocol: given what is durably known of a payment and what has just been learnt, what
 * is next. The live path and the recovery after a crash both go through this one function, so every
 * request may be made again: lane and provider answer repeated ones alike.
 *
 * Money is captured only after the lane has taken the payment (`pay`), and a payment that the lane
 * refuses is voided until the provider says that it is. A provider's silence is never read as an
 * answer: it is asked how the payment stands.
 */
export function nextStep(payment: StandingPayment, learnt?: Learnt): PaymentStep {
  switch (payment.state) {
    case "created":
    case "pending":
      return beforeAuthorisation(payment.state, learnt);
    case "authorised":
      return afterAuthorisation(learnt);
    case "voiding":
      return whileVoiding(payment.reason, learnt);
    case "returning":
      return whileReturning(learnt);
    case "captured":
    case "refunded":
    case "declined":
    case "voided":
    case "capture_failed":
      return OVER;
  }
}

function beforeAuthorisation(state: "created" | "pending", learnt?: Learnt): PaymentStep {
  if (learnt === undefined) return lane("begin-payment");
  if (isLane(learnt)) {
    if (learnt.answer === "over") return save({ action: "begin-void", reason: "claim_over" });
    if (learnt.answer === "unknown") return LATER;
    return provider(state === "created" ? "authorise" : "look");
  }
  const { answer } = learnt;
  switch (answer.status) {
    case "authorised":
      return save({ action: "authorise", instrument: answer.instrument });
    // Only a provider that captures by itself says so here; `capture` will then find it done.
    case "captured":
      return save({ action: "authorise", instrument: null });
    case "pending":
      if (state === "pending") return { do: "rest", until: "told" };
      return save({ action: "wait", redirectUrl: answer.redirectUrl });
    case "declined":
    case "capture_failed":
      return save({ action: "decline", reason: answer.reason });
    case "voided":
    case "refunded":
      return save({ action: "decline", reason: answer.status });
    case "absent":
      return learnt.from === "look" ? provider("authorise") : LATER;
    case "unknown":
      return learnt.from === "authorise" ? provider("look") : LATER;
  }
}

function afterAuthorisation(learnt?: Learnt): PaymentStep {
  if (learnt === undefined) return lane("pay");
  if (isLane(learnt)) {
    if (learnt.answer === "over") return save({ action: "begin-void", reason: "claim_over" });
    return learnt.answer === "done" ? provider("capture") : LATER;
  }
  const { answer } = learnt;
  switch (answer.status) {
    case "captured":
      return save({ action: "capture" });
    case "authorised":
      return learnt.from === "look" ? provider("capture") : LATER;
    case "pending":
      return LATER;
    case "declined":
    case "capture_failed":
      return save({ action: "fail-capture", reason: answer.reason });
    case "voided":
    case "refunded":
    case "absent":
      return save({ action: "fail-capture", reason: answer.status });
    case "unknown":
      return learnt.from === "capture" ? provider("look") : LATER;
  }
}

function whileVoiding(reason: string | null, learnt?: Learnt): PaymentStep {
  if (learnt === undefined) return releasesHold(reason) ? lane("release") : provider("void");
  if (isLane(learnt)) return learnt.answer === "unknown" ? LATER : provider("void");
  switch (learnt.answer.status) {
    case "voided":
    case "refunded":
    case "declined":
    case "capture_failed":
    case "absent":
      return save({ action: "void" });
    // What a provider has captured by itself can only be given back.
    case "captured":
      return learnt.from === "void" ? provider("refund") : LATER;
    case "authorised":
    case "pending":
    case "unknown":
      return LATER;
  }
}

function whileReturning(learnt?: Learnt): PaymentStep {
  if (learnt === undefined || !isLane(learnt)) return lane("return-units");
  return learnt.answer === "unknown" ? LATER : save({ action: "return-units" });
}

function isLane(learnt: Learnt): learnt is Extract<Learnt, { answer: LaneAnswer }> {
  return typeof learnt.answer === "string";
}

function lane(request: LaneRequest): PaymentStep {
  return { do: "ask-lane", request };
}

function provider(request: ProviderRequest): PaymentStep {
  return { do: "ask-provider", request };
}

function save(change: PaymentChange): PaymentStep {
  return { do: "save", change };
}
