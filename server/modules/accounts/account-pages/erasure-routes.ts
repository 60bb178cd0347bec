import type { Context } from "hono";
import { createRouter, type HttpEnv, type Router } from "../../../platform/http/router.ts";
import { seeOther } from "../../../platform/pages/page-response.ts";
import { askForErasure } from "../commands/ask-for-erasure.ts";
import { eraseAccount } from "../commands/erase-account.ts";
import { accountFailures } from "../failures.ts";
import { cookiesThatEnd, type PersonalDataDeps } from "../routes/personal-data.ts";
import { addCookies, identifySender } from "../sessions/guards.ts";
import { formOf, ownFormsOnly, show, tokenOf } from "../sign-in/page-requests.ts";
import { emailLimits } from "../sign-in/request-limits.ts";
import {
  erasePage,
  eraseSignInPage,
  type ErasureProblem,
  erasureMessagePage,
  notErasedPage,
} from "./erasure-pages.ts";

/** Asking for an erasure and confirming it, by plain pages. */
export function createErasurePages(deps: PersonalDataDeps): Router {
  const router = createRouter();
  const ownForm = ownFormsOnly(deps);
  router.post("/account/erasure-requests", ownForm, (context) => ask(deps, context));
  router.get("/account/erase", (context) => confirm(deps, context));
  router.post("/account/erase", ownForm, (context) => erase(deps, context));
  return router;
}

async function ask(deps: PersonalDataDeps, context: Context<HttpEnv>): Promise<Response> {
  const fan = await fanOf(deps, context);
  if (fan === undefined) return seeOther("/account");
  const limited = deps.limits.consume(`mails|${fan.email}`, emailLimits.mails);
  if (!limited.allowed) {
    context.status(429);
    return show(deps, context, notErasedPage, "busy", "");
  }
  await askForErasure(deps.platform, fan.fanId);
  return show(deps, context, erasureMessagePage, "asked");
}

async function confirm(deps: PersonalDataDeps, context: Context<HttpEnv>): Promise<Response> {
  const fan = await fanOf(deps, context);
  if (fan === undefined) return show(deps, context, eraseSignInPage, tokenOf(context));
  return show(deps, context, erasePage, fan.email, tokenOf(context));
}

async function erase(deps: PersonalDataDeps, context: Context<HttpEnv>): Promise<Response> {
  const sender = await identifySender(deps, context.req.raw);
  const { fan, sessionId = "" } = sender.ok ? sender.value : { fan: undefined };
  const form = await formOf(deps, context);
  const token = (form["token"] ?? "").slice(0, 1024);
  if (fan === undefined) return show(deps, context, eraseSignInPage, token);
  const requestId = context.get("requestId");
  const erased = await eraseAccount(deps, { fanId: fan.fanId, sessionId, token, requestId });
  if (!erased.ok) {
    const { kind, detail } = erased.failure;
    if (kind === accountFailures.second_factor_missing) return seeOther("/account/second-factor");
    context.status(kind.status);
    return show(deps, context, notErasedPage, problems[kind.code] ?? "eraseKept", detail);
  }
  const response = await show(deps, context, erasureMessagePage, "erased");
  addCookies(response, await cookiesThatEnd(deps, context.req.raw.headers));
  return response;
}

async function fanOf(deps: PersonalDataDeps, context: Context<HttpEnv>) {
  const sender = await identifySender(deps, context.req.raw);
  return sender.ok ? sender.value.fan : undefined;
}

const problems: Readonly<Record<string, ErasureProblem>> = {
  [accountFailures.erasure_link_invalid.code]: "failedLink",
  [accountFailures.last_owner.code]: "eraseLastOwner",
};
