import type { MiddlewareHandler } from "hono";
import { defineFailures, type FailureKind } from "../../../platform/failure.ts";
import type { Accounts, OperatorEnv } from "../../accounts/index.ts";

const accessFailures = defineFailures({
  not_signed_in: { status: 401, title: "Sign in first" },
  operators_only: { status: 403, title: "Only operators may do this" },
  permission_missing: { status: 403, title: "This operator's role does not allow this" },
});

/** What `requireOperator` may answer with, for the description of the routes behind it. */
export const guardFailures: readonly FailureKind[] = Object.values(accessFailures);

/** Lets everybody list what is active, and operators also what is archived. */
export function operatorsBeyondActive(accounts: Accounts): MiddlewareHandler<OperatorEnv> {
  const guard = accounts.requireOperator("catalogue:write");
  return (context, next) => {
    const state = context.req.query("state");
    return state === undefined || state === "active" ? next() : guard(context, next);
  };
}
