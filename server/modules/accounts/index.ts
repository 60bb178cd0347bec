import type { MiddlewareHandler } from "hono";
import type { Tx } from "../../platform/database/database.ts";
import type { Result } from "../../platform/failure.ts";
import type { Mount } from "../../platform/http/app.ts";
import type { Platform } from "../../platform/platform.ts";
import { appointOperator } from "./commands/appoint-operator.ts";
import { createApiKey, type CreatedApiKey, type NewApiKey } from "./commands/create-api-key.ts";
import { createOwnerLink, type OwnerLink } from "./commands/create-owner-link.ts";
import {
  type Actor,
  type OperatorAction,
  recordOperatorAction,
} from "./commands/record-operator-action.ts";
import { removeOperator } from "./commands/remove-operator.ts";
import { revokeApiKey } from "./commands/revoke-api-key.ts";
import { defineAccountJobs } from "./jobs.ts";
import { type ApiKey, listApiKeys } from "./queries/list-api-keys.ts";
import type { StaffMember } from "./queries/list-operators.ts";
import { createApiKeysRouter } from "./routes/api-keys.ts";
import { createAuditLogRouter } from "./routes/audit-log.ts";
import { createMeRouter } from "./routes/me.ts";
import { createOperatorsRouter } from "./routes/operators.ts";
import type { OperatorRole, Permission } from "./rules/permissions.ts";
import { findFanSession, type FoundFanSession } from "./sessions/find-fan-session.ts";
import { requireFan, requireOperator } from "./sessions/guards.ts";
import type { FanEnv, FanSession, OperatorEnv } from "./sessions/identities.ts";
import { createSessionReader, sessionSecretOf } from "./sessions/session-cookies.ts";
import { AUTH_PATH, createAuth } from "./sign-in/auth.ts";
import { createMailBasket } from "./sign-in/mail-basket.ts";
import { createPageRouter } from "./sign-in/page-routes.ts";
import { createPasswordSlots, passwordSlotCount } from "./sign-in/password-slots.ts";
import { createRequestLimits } from "./sign-in/request-limits.ts";
import { createSignInRouter } from "./sign-in/routes.ts";

export type { CreatedApiKey, NewApiKey } from "./commands/create-api-key.ts";
export type { OwnerLink } from "./commands/create-owner-link.ts";
export type { Actor, OperatorAction } from "./commands/record-operator-action.ts";
export type { ApiKey } from "./queries/list-api-keys.ts";
export type { StaffMember } from "./queries/list-operators.ts";
export { accountFailures, guardFailures } from "./failures.ts";
export { isTrustedOrigin } from "./rules/origins.ts";
export { operatorRoles, type OperatorRole, type Permission } from "./rules/permissions.ts";
export type { FoundFanSession } from "./sessions/find-fan-session.ts";
export {
  cliOperator,
  type FanEnv,
  type FanId,
  type FanSession,
  type OperatorEnv,
} from "./sessions/identities.ts";
export { mintSessionCookies } from "./sessions/mint-session-cookies.ts";
export { sessionSecretOf } from "./sessions/session-cookies.ts";

/** The door of the module. */
export interface Accounts {
  readonly mounts: readonly Mount[];
  /** Answers 401 or 403 as a problem document unless an operator with this permission asks. */
  requireOperator(permission: Permission): MiddlewareHandler<OperatorEnv>;
  /** Answers 401 as a problem document unless a fan is signed in. */
  requireFan(): MiddlewareHandler<FanEnv>;
  /**
   * The fan whose signed session cookie this `Cookie` header carries; for the crowd's routes.
   * Synchronous, no database: a revoked session may be seen for as long as the cookie cache lasts
   * (five minutes).
   */
  readFanSession(cookieHeader: string | undefined): FanSession | undefined;
  /**
   * The slow way, for when `readFanSession` finds nothing: asks the database if there is a session
   * cookie at all, and renews the signed one. Pass `setCookie` on with the answer.
   */
  findFanSession(headers: Headers): Promise<FoundFanSession | undefined>;
  recordOperatorAction(tx: Tx, action: OperatorAction): Promise<void>;
  createApiKey(input: NewApiKey, actor: Actor): Promise<CreatedApiKey>;
  listApiKeys(): Promise<ApiKey[]>;
  /** @returns `api_key_not_found` for an unknown id */
  revokeApiKey(id: string, actor: Actor): Promise<Result<void>>;
  /** @returns `fan_not_found`, `email_not_verified` or `last_owner` */
  appointOperator(
    input: { readonly email: string; readonly role: OperatorRole },
    actor: Actor,
  ): Promise<Result<StaffMember>>;
  /** @returns `operator_not_found` or `last_owner` */
  removeOperator(fanId: string, actor: Actor): Promise<Result<void>>;
  /** A link, to be printed at the start, that signs in as the owner once within 15 minutes. */
  createOwnerLink(): Promise<OwnerLink>;
}

/** Wires the module to the platform. Nothing runs and nothing is asked before it is used. */
export function createAccounts(platform: Platform): Accounts {
  const { clock, config, database } = platform;
  const mails = createMailBasket(platform);
  const auth = createAuth(platform, mails);
  const limits = createRequestLimits(() => clock.monotonicMs());
  const slots = createPasswordSlots(passwordSlotCount(config.databasePoolSize));
  const readFanSession = createSessionReader({
    secret: sessionSecretOf(platform.keys),
    secure: config.baseUrl.startsWith("https:"),
    wallMs: () => clock.wallMs(),
  });
  const guards = { platform, auth, readFanSession };
  defineAccountJobs(platform);
  const signIn = { auth, config, mails, limits, slots };
  return {
    mounts: [
      { path: AUTH_PATH, router: createSignInRouter(signIn), chain: "standard" },
      { path: "/api/v1/me", router: createMeRouter(guards), chain: "standard" },
      { path: "/api/v1/audit-log", router: createAuditLogRouter(guards), chain: "standard" },
      { path: "/api/v1/api-keys", router: createApiKeysRouter(guards), chain: "standard" },
      { path: "/api/v1/operators", router: createOperatorsRouter(guards), chain: "standard" },
      { path: "/", router: createPageRouter({ ...signIn, platform, guards }), chain: "standard" },
    ],
    requireOperator: (permission) => requireOperator(guards, permission),
    requireFan: () => requireFan(guards),
    readFanSession,
    findFanSession: (headers) => findFanSession(auth, headers, { authoritative: false }),
    recordOperatorAction,
    createApiKey: (input, actor) => createApiKey(platform, input, actor),
    listApiKeys: () => listApiKeys(database),
    revokeApiKey: (id, actor) => revokeApiKey(platform, id, actor),
    appointOperator: (input, actor) => appointOperator(platform, input, actor),
    removeOperator: (fanId, actor) => removeOperator(platform, fanId, actor),
    createOwnerLink: () => createOwnerLink(platform),
  };
}
