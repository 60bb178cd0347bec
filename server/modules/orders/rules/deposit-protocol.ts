import type { DepositAction, DepositState } from "./deposit-states.ts";
import type { ProviderAnswer, ProviderRequest } from "./payment-protocol.ts";
import type { RefundAnswer } from "./refund-protocol.ts";

/** A change of the durable deposit. */
export interface DepositChange {
  readonly action: DepositAction;
  /** Why it was declined or could not be captured. */
  readonly reason?: string;
  /** Why the provider refuses to give it back. */
  readonly problem?: string;
  /** Where the fan goes on. */
  readonly redirectUrl?: string | null;
}

export type DepositStep =
  | { readonly do: "ask"; readonly request: ProviderRequest }
  | { readonly do: "save"; readonly change: DepositChange }
  /** Nothing can be done now: it is over, awaits the provider, or is tried again later. */
  | { readonly do: "rest"; readonly until: "over" | "told" | "later" };

/** What has just been learnt; undefined when no more is known than what is durable. */
export type DepositLearnt =
  | { readonly from: Exclude<ProviderRequest, "refund">; readonly answer: ProviderAnswer }
  | { readonly from: "refund"; readonly answer: RefundAnswer };

/** What a step needs to know of the durable deposit. */
export interface StandingDeposit {
  readonly state: DepositState;
  /** What the provider has said against giving it back. */
  readonly problem: string | null;
}

const LATER: DepositStep = { do: "rest", until: "later" };
const OVER: DepositStep = { do: "rest", until: "over" };

/**
 * What is next for a deposit; like `nextStep` for payments, it serves the live path and the
 * recovery alike, and every request may be made again. A deposit waits for no lane: it is captured
 * as soon as it is authorised. One that is to go back is void or refunded only when the provider
 * says so.
 */
export function nextDepositStep(deposit: StandingDeposit, learnt?: DepositLearnt): DepositStep {
  switch (deposit.state) {
    case "created":
    case "pending":
      return beforeAuthorisation(deposit.state, answerIn(learnt));
    case "authorised":
      return beforeCapture(answerIn(learnt));
    case "voiding":
      return whileVoiding(answerIn(learnt));
    case "refunding":
      return whileRefunding(deposit.problem, learnt);
    case "captured":
    case "declined":
    case "capture_failed":
    case "voided":
    case "refunded":
      return OVER;
  }
}

type Heard = Exclude<DepositLearnt, { from: "refund" }>;

/** Before a refund is asked for, none is answered. */
function answerIn(learnt: DepositLearnt | undefined): Heard | undefined {
  return learnt?.from === "refund" ? undefined : learnt;
}

function beforeAuthorisation(state: "created" | "pending", heard?: Heard): DepositStep {
  if (heard === undefined) return ask(state === "created" ? "authorise" : "look");
  const { from, answer } = heard;
  switch (answer.status) {
    case "authorised":
    // Only a provider that captures by itself says so here; `capture` will then find it done.
    case "captured":
      return save({ action: "authorise" });
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
      return from === "look" ? ask("authorise") : LATER;
    case "unknown":
      return from === "authorise" ? ask("look") : LATER;
  }
}

function beforeCapture(heard?: Heard): DepositStep {
  if (heard === undefined) return ask("capture");
  const { from, answer } = heard;
  switch (answer.status) {
    case "captured":
      return save({ action: "capture" });
    case "authorised":
      return from === "look" ? ask("capture") : LATER;
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
      return from === "capture" ? ask("look") : LATER;
  }
}

function whileVoiding(heard?: Heard): DepositStep {
  if (heard === undefined) return ask("void");
  switch (heard.answer.status) {
    case "voided":
    case "refunded":
    case "declined":
    case "capture_failed":
    case "absent":
      return save({ action: "void" });
    // The capture was under way when the deposit was sent back.
    case "captured":
      return save({ action: "return" });
    case "authorised":
    case "pending":
    case "unknown":
      return LATER;
  }
}

function whileRefunding(problem: string | null, learnt?: DepositLearnt): DepositStep {
  // After a refusal somebody may have given it back by hand, at the provider.
  if (learnt === undefined) return ask(problem === null ? "refund" : "look");
  switch (learnt.answer.status) {
    case "refunded":
      return save({ action: "refund" });
    case "refused":
      if (problem !== null) return LATER;
      return save({ action: "be-refused", problem: learnt.answer.reason });
    case "unknown":
      return LATER;
    case "captured":
    case "authorised":
    case "pending":
    case "declined":
    case "capture_failed":
    case "voided":
    case "absent":
      return ask("refund");
  }
}

function ask(request: ProviderRequest): DepositStep {
  return { do: "ask", request };
}

function save(change: DepositChange): DepositStep {
  return { do: "save", change };
}
