import { expect, test } from "bun:test";
import { type DepositLearnt, type DepositStep, nextDepositStep } from "./deposit-protocol.ts";
import { type DepositState, depositStates, nextDepositState } from "./deposit-states.ts";
import type { ProviderAnswer } from "./payment-protocol.ts";

/** One word for a step: `ask:capture`, `save:capture`, `rest:later`. */
function word(step: DepositStep): string {
  switch (step.do) {
    case "ask":
      return `ask:${step.request}`;
    case "save":
      return `save:${step.change.action}`;
    case "rest":
      return `rest:${step.until}`;
  }
}

function after(state: DepositState, learnt?: DepositLearnt, problem: string | null = null): string {
  return word(nextDepositStep({ state, problem }, learnt));
}

const ANSWERS: Readonly<Record<ProviderAnswer["status"], ProviderAnswer>> = {
  authorised: { status: "authorised", instrument: "card" },
  pending: { status: "pending", redirectUrl: null },
  captured: { status: "captured" },
  declined: { status: "declined", reason: "why" },
  capture_failed: { status: "capture_failed", reason: "why" },
  voided: { status: "voided" },
  refunded: { status: "refunded" },
  absent: { status: "absent" },
  unknown: { status: "unknown" },
};

test("each deposit begins again from what is durable alone", () => {
  const first = Object.fromEntries(depositStates.map((state) => [state, after(state)]));
  expect(first).toEqual({
    created: "ask:authorise",
    pending: "ask:look",
    authorised: "ask:capture",
    captured: "rest:over",
    declined: "rest:over",
    capture_failed: "rest:over",
    voiding: "ask:void",
    voided: "rest:over",
    refunding: "ask:refund",
    refunded: "rest:over",
  });
});

type Row = readonly [DepositState, "authorise" | "look" | "capture" | "void", ...string[]];
const STATUSES = Object.keys(ANSWERS) as readonly ProviderAnswer["status"][];

/** In the order of `ANSWERS`. */
const TABLE: readonly Row[] = [
  ["created", "authorise", "save:authorise", "save:wait", "save:authorise", "save:decline"],
  ["created", "look", "save:authorise", "save:wait", "save:authorise", "save:decline"],
  ["pending", "look", "save:authorise", "rest:told", "save:authorise", "save:decline"],
  ["authorised", "capture", "rest:later", "rest:later", "save:capture", "save:fail-capture"],
  ["authorised", "look", "ask:capture", "rest:later", "save:capture", "save:fail-capture"],
  ["voiding", "void", "rest:later", "rest:later", "save:return", "save:void"],
];
const MORE: readonly (readonly string[])[] = [
  ["save:decline", "save:decline", "save:decline", "rest:later", "ask:look"],
  ["save:decline", "save:decline", "save:decline", "ask:authorise", "rest:later"],
  ["save:decline", "save:decline", "save:decline", "ask:authorise", "rest:later"],
  ["save:fail-capture", "save:fail-capture", "save:fail-capture", "save:fail-capture", "ask:look"],
  [
    "save:fail-capture",
    "save:fail-capture",
    "save:fail-capture",
    "save:fail-capture",
    "rest:later",
  ],
  ["save:void", "save:void", "save:void", "save:void", "rest:later"],
];

for (const [index, [state, from, ...words]] of TABLE.entries()) {
  test(`a deposit that is ${state} goes on after each answer to ${from}`, () => {
    const found = STATUSES.map((status) => after(state, { from, answer: ANSWERS[status] }));
    expect(found).toEqual([...words, ...(MORE[index] ?? [])]);
  });
}

test("a refund that is not answered, or refused, is asked for until the money is back", () => {
  const refused = { status: "refused", reason: "not now" } as const;
  const after1 = (learnt?: DepositLearnt) => after("refunding", learnt);
  expect(after1({ from: "refund", answer: { status: "refunded" } })).toBe("save:refund");
  expect(after1({ from: "refund", answer: { status: "unknown" } })).toBe("rest:later");
  // What the provider says against it is kept for the operators, once.
  expect(after1({ from: "refund", answer: refused })).toBe("save:be-refused");
  const known = (learnt?: DepositLearnt) => after("refunding", learnt, "not now");
  expect(known()).toBe("ask:look");
  expect(known({ from: "look", answer: { status: "captured" } })).toBe("ask:refund");
  expect(known({ from: "look", answer: { status: "refunded" } })).toBe("save:refund");
  expect(known({ from: "look", answer: { status: "unknown" } })).toBe("rest:later");
  expect(known({ from: "refund", answer: refused })).toBe("rest:later");
});

test("no answer can ask for a change that the deposit's state does not allow", () => {
  const requests = ["authorise", "look", "capture", "void"] as const;
  for (const state of depositStates) {
    for (const from of requests) {
      for (const status of STATUSES) {
        for (const problem of [null, "not now"]) {
          const answer = ANSWERS[status];
          const step = nextDepositStep({ state, problem }, { from, answer });
          if (step.do !== "save") continue;
          expect(nextDepositState(state, step.change.action)).toBeDefined();
        }
      }
    }
  }
});
