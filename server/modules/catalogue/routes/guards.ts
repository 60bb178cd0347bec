import type { MiddlewareHandler } from "hono";
import type { Accounts, OperatorEnv } from "../../accounts/index.ts";

/** Lets everybody list what is active, and operators also what is archived. */
export function operatorsBeyondActive(accounts: Accounts): MiddlewareHandler<OperatorEnv> {
  const guard = accounts.requireOperator("catalogue:write");
  return (context, next) => {
    const state = context.req.query("state");
    return state === undefined || state === "active" ? next() : guard(context, next);
  };
}
