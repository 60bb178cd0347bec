import type { Context } from "hono";
import { createRouter, type HttpEnv, type Router } from "../../../platform/http/router.ts";
import type { Platform } from "../../../platform/platform.ts";
import { useOwnerLink } from "../commands/use-owner-link.ts";
import { preferredLocale } from "../rules/locales.ts";
import { isTrustedOrigin } from "../rules/origins.ts";
import { addCookies, type GuardDeps, identifySender } from "../sessions/guards.ts";
import {
  accountPage,
  confirmEmailPage,
  mailLinkPage,
  messagePage,
  ownerPage,
  PAGE_CONTENT_POLICY,
  resetPasswordPage,
  signInPage,
} from "./pages.ts";
import { magicLinkRoute, resetPasswordRoute, signOutRoute } from "./route-table.ts";
import { answerRequest, type SignInDeps } from "./routes.ts";
import { bodies } from "./schema.ts";

const AFTER_SIGN_IN = "/account";

export interface PageDeps extends SignInDeps {
  readonly platform: Pick<Platform, "clock" | "config" | "database">;
  readonly guards: GuardDeps;
}

type Page = ReturnType<typeof ownerPage>;

/** The pages behind mailed and printed links; plain HTML, for any browser. */
export function createPageRouter(deps: PageDeps): Router {
  const router = createRouter();
  router.get("/sign-in", (context) => show(context, signInPage, nextOf(context)));
  router.post("/sign-in", (context) => mailSignInLink(deps, context));
  router.post("/sign-out", (context) => signOut(deps, context));
  router.get("/sign-in/owner", (context) => show(context, ownerPage, tokenOf(context)));
  router.post("/sign-in/owner", (context) => signInAsOwner(deps, context));
  router.get("/sign-in/mail-link", (context) =>
    show(context, mailLinkPage, tokenOf(context), nextOf(context)),
  );
  router.get("/account/confirm-email", (context) =>
    show(context, confirmEmailPage, tokenOf(context), nextOf(context)),
  );
  router.get("/account/reset-password", (context) =>
    show(context, resetPasswordPage, tokenOf(context)),
  );
  router.post("/account/reset-password", (context) => resetPassword(deps, context));
  router.get("/account", (context) => showAccount(deps, context));
  return router;
}

function show<Rest extends unknown[]>(
  context: Context<HttpEnv>,
  render: (locale: ReturnType<typeof preferredLocale>, ...rest: Rest) => Page,
  ...rest: Rest
) {
  context.header("content-security-policy", PAGE_CONTENT_POLICY);
  context.header("cache-control", "no-store");
  context.header("vary", "accept-language");
  return context.html(render(preferredLocale(context.req.header("accept-language")), ...rest));
}

function tokenOf(context: Context<HttpEnv>): string {
  return (context.req.query("token") ?? "").slice(0, 1024);
}

/** Where to go afterwards; better-auth refuses what does not lead to this site. */
function nextOf(context: Context<HttpEnv>): string {
  return (context.req.query("next") ?? AFTER_SIGN_IN).slice(0, 512);
}

async function mailSignInLink(deps: PageDeps, context: Context<HttpEnv>): Promise<Response> {
  const form = await formOf(deps, context);
  const next = form["next"] ?? AFTER_SIGN_IN;
  const body = bodies.magicLink.safeParse({ email: form["email"], callbackURL: next });
  if (!body.success) {
    context.status(422);
    return show(context, signInPage, AFTER_SIGN_IN, "failedEmail");
  }
  const answer = await answerRequest(deps, magicLinkRoute, context, body.data);
  if (answer.ok) return show(context, messagePage, "askTitle", "asked");
  context.status(answer.status as 403 | 429);
  return show(context, signInPage, AFTER_SIGN_IN, answer.status === 429 ? "busy" : "failedEmail");
}

async function signOut(deps: PageDeps, context: Context<HttpEnv>): Promise<Response> {
  const answer = await answerRequest(deps, signOutRoute, context, {});
  if (!answer.ok) return answer;
  const response = context.redirect(AFTER_SIGN_IN, 303);
  addCookies(response, answer.headers.getSetCookie());
  return response;
}

async function signInAsOwner(deps: PageDeps, context: Context<HttpEnv>): Promise<Response> {
  const form = await formOf(deps, context);
  const used = await useOwnerLink(deps.platform, form["token"] ?? "", context.get("requestId"));
  if (!used.ok) {
    context.status(used.failure.kind.status);
    return show(context, messagePage, "failedTitle", "failed");
  }
  const started = await deps.auth.api.startSession({
    body: { fanId: used.value },
    headers: context.req.raw.headers,
    returnHeaders: true,
  });
  const response = context.redirect(AFTER_SIGN_IN, 303);
  addCookies(response, started.headers.getSetCookie());
  return response;
}

async function resetPassword(deps: PageDeps, context: Context<HttpEnv>): Promise<Response> {
  const form = await formOf(deps, context);
  const given = bodies.resetPassword.safeParse(form);
  if (!given.success) {
    context.status(422);
    return show(context, resetPasswordPage, form["token"] ?? "", "failedPassword");
  }
  const answer = await answerRequest(deps, resetPasswordRoute, context, given.data);
  if (answer.ok) return show(context, messagePage, "resetTitle", "resetDone");
  context.status(answer.status as 400 | 429 | 503);
  if (answer.status === 400) return show(context, messagePage, "failedTitle", "failed");
  return show(context, resetPasswordPage, given.data.token, "busy");
}

/** The fields of a form sent by a page of ours; a foreign page's form counts as empty. */
async function formOf(deps: PageDeps, context: Context<HttpEnv>): Promise<Record<string, string>> {
  const request = {
    method: context.req.method,
    origin: context.req.header("origin"),
    secFetchSite: context.req.header("sec-fetch-site"),
  };
  if (!isTrustedOrigin(request, new URL(deps.platform.config.baseUrl).origin)) return {};
  const fields = new URLSearchParams(await context.req.text());
  return Object.fromEntries(fields);
}

async function showAccount(deps: PageDeps, context: Context<HttpEnv>): Promise<Response> {
  const sender = await identifySender(deps.guards, context.req.raw);
  const { fan, operator, setCookie } = sender.ok
    ? sender.value
    : { fan: undefined, operator: undefined, setCookie: [] };
  const account = fan === undefined ? undefined : { ...fan, role: operator?.role };
  const problem = context.req.query("error") === undefined ? undefined : "failed";
  const response = await show(context, accountPage, account, problem);
  addCookies(response, setCookie);
  return response;
}
