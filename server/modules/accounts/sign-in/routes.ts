import { createRoute } from "@hono/zod-openapi";
import type { Context, MiddlewareHandler } from "hono";
import type { Config } from "../../../platform/config.ts";
import { clientNetwork } from "../../../platform/http/client-network.ts";
import { problemResponse, problemResponses } from "../../../platform/http/problem.ts";
import { jsonAnswer, jsonBody } from "../../../platform/http/route-parts.ts";
import { createRouter, type HttpEnv, type Router } from "../../../platform/http/router.ts";
import { accountFailures } from "../failures.ts";
import { presentAnswer } from "./answers.ts";
import { type Auth, AUTH_PATH, CLIENT_ADDRESS_HEADER } from "./auth.ts";
import type { MailBasket } from "./mail-basket.ts";
import type { PasswordSlots } from "./password-slots.ts";
import type { LimitAnswer, RequestLimits } from "./request-limits.ts";
import { type SignInRoute, signInRoutes } from "./route-table.ts";
import { answerSchemas } from "./schema.ts";

export interface SignInDeps {
  readonly auth: Auth;
  readonly config: Config;
  readonly mails: MailBasket;
  readonly limits: RequestLimits;
  readonly slots: PasswordSlots;
}

type Body = Readonly<Record<string, unknown>> | undefined;

/** Long enough to tell devices apart; what is kept travels in the session's cookie, too. */
const USER_AGENT_LENGTH = 120;

/** better-auth behind routes of our own: validated, limited, described, answered in our words. */
export function createSignInRouter(deps: SignInDeps): Router {
  const router = createRouter();
  for (const route of signInRoutes) {
    const failures = [...route.failures, accountFailures.too_many_requests];
    const definition = createRoute({
      method: route.method,
      path: route.path,
      tags: ["Sign-in"],
      summary: route.summary,
      ...(route.hashes === true ? { middleware: whileThereIsRoom(deps.slots) } : {}),
      request: {
        ...(route.query === undefined ? {} : { query: route.query }),
        ...(route.body === undefined ? {} : { body: jsonBody(route.body) }),
      },
      responses: {
        200: jsonAnswer(route.summary, answerSchemas[route.answer]),
        ...problemResponses(...failures),
      },
    });
    router.openapi(definition, async (context) => {
      const body: Body = route.body === undefined ? undefined : context.req.valid("json" as never);
      // The answer's body was made by the schema that the definition names.
      return (await answerRequest(deps, route, context, body)) as never;
    });
  }
  return router;
}

/** A flood is refused before it is read: each request of it would cost the crowd some claims. */
function whileThereIsRoom(slots: PasswordSlots): MiddlewareHandler<HttpEnv> {
  return async (context, next) => (slots.isFull ? tooBusy(context.get("requestId")) : next());
}

function tooBusy(requestId: string): Response {
  const kind = accountFailures.sign_in_busy;
  const detail = "Ask again in a moment, or sign in by a mailed link.";
  return problemResponse({ kind, detail, retryAfterSeconds: 5 }, requestId);
}

/** Limits, forwards and presents one request to a route of the table. */
export async function answerRequest(
  deps: SignInDeps,
  route: SignInRoute,
  context: Context<HttpEnv>,
  body: Body,
): Promise<Response> {
  const startedMs = performance.now();
  const requestId = context.get("requestId");
  const clientAddress = context.get("clientAddress");
  const limited = [perAddress(deps, route, clientAddress), perEmail(deps, route, body)].find(
    (answer) => !answer.allowed,
  );
  if (limited !== undefined) {
    const kind = accountFailures.too_many_requests;
    const detail = "Wait a little before you ask again.";
    const retryAfterSeconds = limited.retryAfter ?? 1;
    return problemResponse({ kind, detail, retryAfterSeconds }, requestId);
  }
  const request = forwardedRequest(deps, route, context, body);
  const work = () => deps.mails.sendAfter(() => deps.auth.handler(request));
  const response = route.hashes === true ? await deps.slots.run(work) : await work();
  if (response === "busy") return tooBusy(requestId);
  const redirects =
    route.redirects === true || new URL(request.url).searchParams.has("callbackURL");
  const answer = await presentAnswer(response, route.answer, { redirects, requestId });
  const leftMs = (route.leastMs ?? 0) - (performance.now() - startedMs);
  if (leftMs > 0) await Bun.sleep(leftMs);
  return answer;
}

function perAddress(deps: SignInDeps, route: SignInRoute, clientAddress: string): LimitAnswer {
  return deps.limits.consume(`${route.path}|${clientNetwork(clientAddress)}`, route.perAddress);
}

function perEmail(deps: SignInDeps, route: SignInRoute, body: Body): LimitAnswer {
  const { perEmail } = route;
  if (perEmail === undefined) return { allowed: true, retryAfter: null };
  return deps.limits.consume(`${perEmail.kind}|${String(body?.[perEmail.member])}`, perEmail.limit);
}

/** The request as better-auth sees it: the validated body, and no address but the one we found. */
function forwardedRequest(
  deps: SignInDeps,
  route: SignInRoute,
  context: Context<HttpEnv>,
  body: Body,
): Request {
  const url = new URL(`${AUTH_PATH}${route.path}`, deps.config.baseUrl);
  url.search = new URL(context.req.url).search;
  const headers = new Headers();
  for (const name of FORWARDED_HEADERS) {
    const value = context.req.header(name);
    if (value !== undefined) headers.set(name, value);
  }
  // A link of ours that starts what better-auth offers by POST; the page has looked where from.
  if (context.req.method === "GET" && route.method === "post") {
    headers.set("origin", new URL(deps.config.baseUrl).origin);
  }
  headers.set("user-agent", (context.req.header("user-agent") ?? "").slice(0, USER_AGENT_LENGTH));
  const clientAddress = context.get("clientAddress");
  if (clientAddress !== "") headers.set(CLIENT_ADDRESS_HEADER, clientAddress);
  if (route.method === "get") return new Request(url.href, { headers });
  headers.set("content-type", "application/json");
  return new Request(url.href, { method: "POST", headers, body: JSON.stringify(body ?? {}) });
}

const FORWARDED_HEADERS = [
  "cookie",
  "origin",
  "referer",
  "accept-language",
  "sec-fetch-site",
  "sec-fetch-mode",
  "sec-fetch-dest",
];
