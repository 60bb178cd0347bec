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
import {
  createPersonalDataRegister,
  type PersonalData,
} from "./commands/register-personal-data.ts";
import { removeOperator } from "./commands/remove-operator.ts";
import { resetOwnerSecondFactor } from "./commands/remove-second-factor.ts";
import { revokeApiKey } from "./commands/revoke-api-key.ts";
import { saveDeliveryAddress } from "./commands/save-delivery-address.ts";
import { defineAccountJobs } from "./jobs.ts";
import { findDeliveryAddress } from "./queries/find-delivery-address.ts";
import { type Fan, findFans } from "./queries/find-fans.ts";
import { findFansByEmail } from "./queries/find-fans-by-email.ts";
import { findFansByText } from "./queries/find-fans-by-text.ts";
import { type ApiKey, listApiKeys } from "./queries/list-api-keys.ts";
import type { StaffMember } from "./queries/list-operators.ts";
import { createApiKeysRouter } from "./routes/api-keys.ts";
import { createAuditLogRouter } from "./routes/audit-log.ts";
import { createDeliveryAddressRouter } from "./routes/delivery-address.ts";
import { createMeRouter } from "./routes/me.ts";
import { createOperatorsRouter } from "./routes/operators.ts";
import { createPasskeysRouter } from "./routes/passkeys.ts";
import { createPersonalDataRouter } from "./routes/personal-data.ts";
import { createProfileRouter } from "./routes/profile.ts";
import { createRolesRouter } from "./routes/roles.ts";
import { createSecondFactorRouter } from "./routes/second-factor.ts";
import { createSessionsRouter } from "./routes/sessions.ts";
import type { OperatorRole, Permission } from "./rules/permissions.ts";
import type { DeliveryAddress } from "./schema.ts";
import { ErasedFans } from "./sessions/erased-fans.ts";
import { findFanSession, type FoundFanSession } from "./sessions/find-fan-session.ts";
import { requireFan, requireOperator } from "./sessions/guards.ts";
import type { FanEnv, FanId, FanSession, OperatorEnv } from "./sessions/identities.ts";
import { createSessionReader, sessionSecretOf } from "./sessions/session-cookies.ts";
import { AUTH_PATH, createAuth } from "./sign-in/auth.ts";
import { createAccountPages } from "./account-pages/account-routes.ts";
import { createPasskeyPages } from "./account-pages/passkey-routes.ts";
import { createSecondFactorPages } from "./account-pages/second-factor-routes.ts";
import { createErasurePages } from "./account-pages/erasure-routes.ts";
import { createOneTimeCodes } from "./sign-in/one-time-codes.ts";
import { createMailBasket } from "./sign-in/mail-basket.ts";
import { createPageRouter } from "./sign-in/page-routes.ts";
import { createPasswordSlots, passwordSlotCount } from "./sign-in/password-slots.ts";
import { createRequestLimits } from "./sign-in/request-limits.ts";
import { createSignInRouter } from "./sign-in/routes.ts";

export type { CreatedApiKey, NewApiKey } from "./commands/create-api-key.ts";
export type { OwnerLink } from "./commands/create-owner-link.ts";
export type { Actor, OperatorAction } from "./commands/record-operator-action.ts";
export type { PersonalData } from "./commands/register-personal-data.ts";
export type { Fan } from "./queries/find-fans.ts";
export type { ApiKey } from "./queries/list-api-keys.ts";
export type { StaffMember } from "./queries/list-operators.ts";
export { accountFailures, guardFailures } from "./failures.ts";
export { countries } from "./rules/countries.ts";
export { isTrustedOrigin } from "../../platform/http/trusted-origin.ts";
export { may, operatorRoles, type OperatorRole, type Permission } from "./rules/permissions.ts";
export { type DeliveryAddress, deliveryAddressSchema } from "./schema.ts";
export type { FoundFanSession } from "./sessions/find-fan-session.ts";
export {
  cliOperator,
  type FanEnv,
  type FanId,
  type FanSession,
  type Operator,
  type OperatorEnv,
} from "./sessions/identities.ts";
export { mintSessionCookies } from "./sessions/mint-session-cookies.ts";
export { sessionSecretOf } from "./sessions/session-cookies.ts";

/** The door of the module. */
export interface Accounts {
  readonly mounts: readonly Mount[];
  /**
   * Answers 401 or 403 as a problem document unless an operator with this permission asks,
   * or with any role if none is named.
   */
  requireOperator(permission?: Permission): MiddlewareHandler<OperatorEnv>;
  /** Answers 401 as a problem document unless a fan is signed in. */
  requireFan(): MiddlewareHandler<FanEnv>;
  /**
   * The fan whose signed session cookie this `Cookie` header carries; for the crowd's routes.
   * Synchronous, no database: a revoked session may be seen for as long as the cookie cache lasts
   * (five minutes). An erased fan's is refused at once here, and by other servers a second later.
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
  /** The accounts that exist among these ids, by id; as the transaction sees them, if given. */
  findFans(ids: readonly string[], tx?: Tx): Promise<Map<string, Fan>>;
  /** The accounts that exist by these addresses, by the address in lower case. */
  findFansByEmail(emails: readonly string[]): Promise<Map<string, Fan>>;
  /** Accounts by an address or a part of the name, for the staff: at most 1,000. */
  findFansByText(text: string): Promise<Map<string, Fan>>;
  /** What the fan keeps for the next order; undefined when nothing is kept. */
  findDeliveryAddress(fanId: FanId): Promise<DeliveryAddress | undefined>;
  /** Keeps a checked address (`deliveryAddressSchema`) for the fan's next order. */
  saveDeliveryAddress(tx: Tx, fanId: FanId, address: DeliveryAddress): Promise<boolean>;
  /** Says what a module holds of fans; once for each module, while the parts are wired. */
  registerPersonalData(part: PersonalData): void;
  /** A link, to be printed at the start, that signs in as the owner once within 15 minutes. */
  createOwnerLink(): Promise<OwnerLink>;
  /**
   * Takes a lost second factor from the owner whom the owner's link signs in.
   * @returns `operator_not_found` if there is no owner yet
   */
  resetOwnerSecondFactor(actor: Actor): Promise<Result<void>>;
  /** Before any request: learns which fans were erased a moment ago, and follows that. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Wires the module to the platform. Nothing runs and nothing is asked before it is used. */
export function createAccounts(platform: Platform): Accounts {
  const { clock, config, database } = platform;
  const personalData = createPersonalDataRegister();
  const mails = createMailBasket(platform);
  const erasedFans = new ErasedFans(platform);
  const auth = createAuth(platform, mails, erasedFans);
  const limits = createRequestLimits(() => clock.monotonicMs());
  const slots = createPasswordSlots(passwordSlotCount(config.databasePoolSize), platform);
  const readFanSession = createSessionReader({
    secret: sessionSecretOf(platform.keys),
    secure: config.baseUrl.startsWith("https:"),
    erasedFans,
    wallMs: () => clock.wallMs(),
  });
  const guards = { platform, auth, readFanSession };
  const codes = createOneTimeCodes(platform.keys, platform.brand);
  const secondFactor = { ...guards, codes };
  const personalDeps = { ...guards, personalData, limits, erasedFans };
  defineAccountJobs(platform);
  const signIn = { auth, config, mails, limits, slots };
  return {
    mounts: [
      { path: AUTH_PATH, router: createSignInRouter(signIn), chain: "standard" },
      { path: "/api/v1/me", router: createMeRouter(guards), chain: "standard" },
      { path: "/api/v1/me", router: createPersonalDataRouter(personalDeps), chain: "standard" },
      {
        path: "/api/v1/me/delivery-address",
        router: createDeliveryAddressRouter(guards),
        chain: "standard",
      },
      { path: "/api/v1/me/profile", router: createProfileRouter(guards), chain: "standard" },
      { path: "/api/v1/me/sessions", router: createSessionsRouter(guards), chain: "standard" },
      { path: "/api/v1/me/passkeys", router: createPasskeysRouter(guards), chain: "standard" },
      {
        path: "/api/v1/me/second-factor",
        router: createSecondFactorRouter(secondFactor),
        chain: "standard",
      },
      { path: "/api/v1/audit-log", router: createAuditLogRouter(guards), chain: "standard" },
      { path: "/api/v1/api-keys", router: createApiKeysRouter(guards), chain: "standard" },
      { path: "/api/v1/roles", router: createRolesRouter(guards), chain: "standard" },
      { path: "/api/v1/operators", router: createOperatorsRouter(guards), chain: "standard" },
      { path: "/", router: createPageRouter({ ...signIn, platform }), chain: "standard" },
      { path: "/", router: createAccountPages(guards), chain: "standard" },
      { path: "/", router: createSecondFactorPages(secondFactor), chain: "standard" },
      { path: "/", router: createPasskeyPages(guards), chain: "standard" },
      { path: "/", router: createErasurePages(personalDeps), chain: "standard" },
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
    findFans: (ids, tx) => findFans(platform, ids, tx),
    findFansByEmail: (emails) => findFansByEmail(platform, emails),
    findFansByText: (text) => findFansByText(platform, text),
    findDeliveryAddress: (fanId) => findDeliveryAddress(database, fanId),
    saveDeliveryAddress: (tx, fanId, address) =>
      saveDeliveryAddress(tx, fanId, address, new Date(clock.wallMs())),
    registerPersonalData: (part) => personalData.register(part),
    createOwnerLink: () => createOwnerLink(platform),
    resetOwnerSecondFactor: (actor) => resetOwnerSecondFactor(database, actor),
    start: () => erasedFans.start(),
    stop: () => erasedFans.stop(),
  };
}
