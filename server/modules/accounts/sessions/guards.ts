import type { MiddlewareHandler } from "hono";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import type { Platform } from "../../../platform/platform.ts";
import { accountFailures } from "../failures.ts";
import { findApiKeyOperator } from "../queries/find-api-key-operator.ts";
import { findOperator } from "../queries/find-operator.ts";
import { isTrustedOrigin } from "../../../platform/http/trusted-origin.ts";
import { may, type Permission } from "../rules/permissions.ts";
import { isSecondFactorMissing } from "../rules/second-factor.ts";
import type { Auth } from "../sign-in/auth.ts";
import { findFanSession } from "./find-fan-session.ts";
import { refuse } from "./refuse.ts";
import type {
  FanEnv,
  FanNowEnv,
  FanSession,
  Operator,
  OperatorEnv,
  StaffEnv,
} from "./identities.ts";

export interface GuardDeps {
  readonly platform: Pick<Platform, "brand" | "config" | "clock" | "database">;
  readonly auth: Auth;
  readFanSession(cookieHeader: string | undefined): FanSession | undefined;
}

/** What a request proves about who sends it. */
export interface Sender {
  readonly fan: FanSession | undefined;
  /** Of the fan's session; undefined for an API key. */
  readonly sessionId: string | undefined;
  readonly operator: Operator | undefined;
  /** Whether the role does not count before a second factor is proven in this session. */
  readonly isSecondFactorMissing: boolean;
  readonly setCookie: readonly string[];
}

const NOBODY = fail(accountFailures.not_signed_in, "Sign in, or send an API key.");

const SECOND_FACTOR_MISSING = fail(
  accountFailures.second_factor_missing,
  "Set it up or enter a code on the page /account/second-factor.",
);

/**
 * Who sends the request, by API key or by session. Always asks the database: a removed operator, a
 * revoked key and an ended session count at once.
 */
export async function identifySender(deps: GuardDeps, request: Request): Promise<Result<Sender>> {
  const { platform, auth } = deps;
  const authorization = request.headers.get("authorization");
  if (authorization !== null) {
    const operator = await findApiKeyOperator(platform, authorization);
    if (!operator.ok) return operator;
    return ok({
      fan: undefined,
      sessionId: undefined,
      operator: operator.value,
      isSecondFactorMissing: false,
      setCookie: [],
    });
  }
  const found = await findFanSession(auth, request.headers, { authoritative: true });
  if (found === undefined) return NOBODY;
  const foreign = foreignOrigin(deps, request);
  if (foreign !== undefined) return foreign;
  const { session: fan, sessionId, setCookie } = found;
  const staff = await findOperator(platform.database, fan.fanId, sessionId);
  const state = staff && { isOperator: true, hasCodes: staff.hasCodes, isProven: staff.isProven };
  return ok({
    fan,
    sessionId,
    operator: staff?.operator,
    isSecondFactorMissing:
      state !== undefined && isSecondFactorMissing(state, platform.config.requireSecondFactor),
    setCookie,
  });
}

/** @param permission undefined lets in everybody of the staff */
export function requireOperator(
  deps: GuardDeps,
  permission?: Permission,
): MiddlewareHandler<OperatorEnv> {
  return async (context, next) => {
    const sender = await identifySender(deps, context.req.raw);
    const requestId = context.get("requestId");
    if (!sender.ok) return refuse(sender.failure, requestId);
    const { operator, isSecondFactorMissing, setCookie } = sender.value;
    if (operator === undefined) {
      const detail = "This account has no role of the staff.";
      return refuse({ kind: accountFailures.operators_only, detail }, requestId);
    }
    if (isSecondFactorMissing) return refuse(SECOND_FACTOR_MISSING.failure, requestId);
    if (permission !== undefined && !may(operator.role, permission)) {
      const detail = `The role ${operator.role} does not include ${permission}.`;
      return refuse({ kind: accountFailures.permission_missing, detail }, requestId);
    }
    context.set("operator", operator);
    await next();
    addCookies(context.res, setCookie);
    return undefined;
  };
}

export function requireFan(deps: GuardDeps): MiddlewareHandler<FanEnv> {
  return async (context, next) => {
    const quick = deps.readFanSession(context.req.header("cookie"));
    const found =
      quick === undefined
        ? await findFanSession(deps.auth, context.req.raw.headers, { authoritative: false })
        : { session: quick, setCookie: [] };
    const requestId = context.get("requestId");
    if (found === undefined) return refuse(NOBODY.failure, requestId);
    const foreign = foreignOrigin(deps, context.req.raw);
    if (foreign !== undefined) return refuse(foreign.failure, requestId);
    context.set("fan", found.session);
    await next();
    addCookies(context.res, found.setCookie);
    return undefined;
  };
}

/** As `requireFan`, but asks the database, so that an ended session is refused at once. */
export function requireFanNow(deps: GuardDeps): MiddlewareHandler<FanNowEnv> {
  return async (context, next) => {
    const found = await findFanSession(deps.auth, context.req.raw.headers, { authoritative: true });
    const requestId = context.get("requestId");
    if (found === undefined) return refuse(NOBODY.failure, requestId);
    const foreign = foreignOrigin(deps, context.req.raw);
    if (foreign !== undefined) return refuse(foreign.failure, requestId);
    context.set("fan", found.session);
    context.set("sessionId", found.sessionId);
    await next();
    // An answer that sets the session's cookies itself knows better: the session may be over.
    if (!context.res.headers.has("set-cookie")) addCookies(context.res, found.setCookie);
    return undefined;
  };
}

/**
 * For what a member of the staff does about the own account: a person with any role, signed in, who
 * may still have to prove a second factor.
 */
export function requireStaff(deps: GuardDeps): MiddlewareHandler<StaffEnv> {
  return async (context, next) => {
    const sender = await identifySender(deps, context.req.raw);
    const requestId = context.get("requestId");
    if (!sender.ok) return refuse(sender.failure, requestId);
    const { fan, operator, sessionId, setCookie } = sender.value;
    if (fan === undefined || operator === undefined || sessionId === undefined) {
      const detail = "Only a person with a role of the staff has a second factor.";
      return refuse({ kind: accountFailures.operators_only, detail }, requestId);
    }
    context.set("fan", fan);
    context.set("operator", operator);
    context.set("holder", { fanId: fan.fanId, sessionId });
    await next();
    addCookies(context.res, setCookie);
    return undefined;
  };
}

function foreignOrigin(deps: GuardDeps, { method, headers }: Request) {
  const origin = headers.get("origin") ?? undefined;
  const secFetchSite = headers.get("sec-fetch-site") ?? undefined;
  const own = new URL(deps.platform.config.baseUrl).origin;
  if (isTrustedOrigin({ method, origin, secFetchSite }, own)) return undefined;
  return fail(accountFailures.foreign_origin, "Cookies count only for pages of this site.");
}

export function addCookies(response: Response, setCookie: readonly string[]): void {
  for (const cookie of setCookie) response.headers.append("set-cookie", cookie);
}
