import type { Context } from "hono";
import { createRouter, type HttpEnv, type Router } from "../../../platform/http/router.ts";
import { seeOther } from "../../../platform/pages/page-response.ts";
import type { Platform } from "../../../platform/platform.ts";
import { useOwnerLink } from "../commands/use-owner-link.ts";
import { addCookies } from "../sessions/guards.ts";
import { formOf, ownFormsOnly, show, tokenOf } from "./page-requests.ts";
import {
  confirmEmailPage,
  mailLinkPage,
  messagePage,
  ownerPage,
  resetPasswordPage,
} from "./pages.ts";
import { passkeyScript } from "./passkey-script.ts";
import { signInPage } from "./sign-in-page.ts";
import type { PageWord } from "./page-texts.ts";
import {
  magicLinkRoute,
  otherServiceRoute,
  resetPasswordRoute,
  signOutRoute,
} from "./route-table.ts";
import { answerRequest, type SignInDeps } from "./routes.ts";
import { bodies, callbackURL } from "./schema.ts";

/** The fan's own page in the web app; without a script it leads on to `/account`. */
const AFTER_SIGN_IN = "/me";

const AFTER_SIGN_OUT = "/account";

/** Where the web app begins for operators. */
const CONSOLE = "/console";

export interface PageDeps extends SignInDeps {
  readonly platform: Pick<Platform, "brand" | "clock" | "config" | "database">;
}

/** The pages behind mailed and printed links; plain HTML, for any browser. */
export function createPageRouter(deps: PageDeps): Router {
  const router = createRouter();
  const ownForm = ownFormsOnly(deps);
  router.get("/sign-in", (context) =>
    showSignIn(deps, context, nextOf(context), problemOf(context.req.query("error"))),
  );
  router.get("/sign-in/oidc", (context) => goToOtherService(deps, context));
  router.post("/sign-in", ownForm, (context) => mailSignInLink(deps, context));
  router.post("/sign-out", ownForm, (context) => signOut(deps, context));
  router.get("/sign-in/owner", (context) => show(deps, context, ownerPage, tokenOf(context)));
  router.post("/sign-in/owner", ownForm, (context) => signInAsOwner(deps, context));
  router.get("/sign-in/mail-link", (context) =>
    show(deps, context, mailLinkPage, tokenOf(context), nextOf(context)),
  );
  router.get("/account/confirm-email", (context) =>
    show(deps, context, confirmEmailPage, tokenOf(context), nextOf(context)),
  );
  router.get("/account/reset-password", (context) =>
    show(deps, context, resetPasswordPage, tokenOf(context)),
  );
  router.post("/account/reset-password", ownForm, (context) => resetPassword(deps, context));
  return router;
}

/** Where to go afterwards; better-auth refuses what does not lead to this site. */
function nextOf(context: Context<HttpEnv>): string {
  const next = callbackURL.safeParse(context.req.query("next"));
  return next.success ? next.data : AFTER_SIGN_IN;
}

async function showSignIn(
  deps: PageDeps,
  context: Context<HttpEnv>,
  next: string,
  problem?: PageWord,
): Promise<Response> {
  const serviceName = deps.config.oidc?.name;
  const script = await passkeyScript();
  return show(deps, context, signInPage, { next, script, serviceName }, problem);
}

/** Of a code in the address, with which the other service's way back led here. */
function problemOf(code: string | undefined): PageWord | undefined {
  if (code === undefined) return undefined;
  return code === "account_not_linked" ? "failedUnproven" : "failedService";
}

/** Begins a sign-in by the other service, if a page of this site or the address bar asks for it. */
async function goToOtherService(deps: PageDeps, context: Context<HttpEnv>): Promise<Response> {
  const next = nextOf(context);
  const site = context.req.header("sec-fetch-site") ?? "none";
  if (site !== "same-origin" && site !== "none") return showSignIn(deps, context, next);
  const back = `/sign-in?next=${encodeURIComponent(next)}`;
  const body = { provider: "oidc", callbackURL: next, errorCallbackURL: back };
  const answer = await answerRequest(deps, otherServiceRoute, context, body);
  if (!answer.ok) {
    context.status(answer.status as 404);
    return showSignIn(
      deps,
      context,
      AFTER_SIGN_IN,
      answer.status === 429 ? "busy" : "failedService",
    );
  }
  const { url } = (await answer.json()) as { readonly url: string };
  return seeOther(url, answer.headers.getSetCookie());
}

async function mailSignInLink(deps: PageDeps, context: Context<HttpEnv>): Promise<Response> {
  const form = await formOf(deps, context);
  const next = form["next"] ?? AFTER_SIGN_IN;
  const body = bodies.magicLink.safeParse({ email: form["email"], callbackURL: next });
  if (!body.success) {
    context.status(422);
    return showSignIn(deps, context, AFTER_SIGN_IN, "failedEmail");
  }
  const answer = await answerRequest(deps, magicLinkRoute, context, body.data);
  if (answer.ok) return show(deps, context, messagePage, "askTitle", "asked");
  context.status(answer.status as 403 | 429);
  const problem = answer.status === 429 ? "busy" : "failedEmail";
  return showSignIn(deps, context, AFTER_SIGN_IN, problem);
}

async function signOut(deps: PageDeps, context: Context<HttpEnv>): Promise<Response> {
  const answer = await answerRequest(deps, signOutRoute, context, {});
  if (!answer.ok) {
    context.status(answer.status as 429);
    return show(deps, context, messagePage, "failedTitle", "busy");
  }
  const response = context.redirect(AFTER_SIGN_OUT, 303);
  addCookies(response, answer.headers.getSetCookie());
  return response;
}

async function signInAsOwner(deps: PageDeps, context: Context<HttpEnv>): Promise<Response> {
  const form = await formOf(deps, context);
  const used = await useOwnerLink(deps.platform, form["token"] ?? "", context.get("requestId"));
  if (!used.ok) {
    context.status(used.failure.kind.status);
    return show(deps, context, messagePage, "failedTitle", "failed");
  }
  const started = await deps.auth.api.startSession({
    body: { fanId: used.value },
    headers: context.req.raw.headers,
    returnHeaders: true,
  });
  // Where a second factor is asked for, the owner's first way leads to setting it up.
  const next = deps.config.requireSecondFactor ? "/account/second-factor" : CONSOLE;
  const response = context.redirect(next, 303);
  addCookies(response, started.headers.getSetCookie());
  return response;
}

async function resetPassword(deps: PageDeps, context: Context<HttpEnv>): Promise<Response> {
  const form = await formOf(deps, context);
  const given = bodies.resetPassword.safeParse(form);
  if (!given.success) {
    context.status(422);
    return show(deps, context, resetPasswordPage, form["token"] ?? "", "failedPassword");
  }
  const answer = await answerRequest(deps, resetPasswordRoute, context, given.data);
  if (answer.ok) return show(deps, context, messagePage, "resetTitle", "resetDone");
  context.status(answer.status as 400 | 429 | 503);
  if (answer.status === 400) return show(deps, context, messagePage, "failedTitle", "failed");
  return show(deps, context, resetPasswordPage, given.data.token, "busy");
}
