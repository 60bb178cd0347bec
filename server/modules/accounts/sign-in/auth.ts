import { betterAuth } from "better-auth";
import { magicLink } from "better-auth/plugins";
import type { Log } from "../../../platform/log.ts";
import { newId } from "../../../platform/ids.ts";
import type { Platform } from "../../../platform/platform.ts";
import { type OfferedLanguages, preferredLocale } from "../../../platform/locales.ts";
import type { ErasedFans } from "../sessions/erased-fans.ts";
import {
  COOKIE_CACHE_SECONDS,
  COOKIE_PREFIX,
  payloadVersionFor,
  sessionSecretOf,
} from "../sessions/session-cookies.ts";
import { confirmPageUrl, resetPageUrl, signInPageUrl } from "./links.ts";
import type { MailBasket } from "./mail-basket.ts";
import { models } from "./models.ts";
import { oidcPlugin } from "./oidc-provider.ts";
import { passkeyPlugins } from "./passkeys.ts";
import { startSession } from "./start-session.ts";

export const AUTH_PATH = "/api/v1/auth";

/** In which our routes tell better-auth the client's address; never taken from outside. */
export const CLIENT_ADDRESS_HEADER = "x-millet-client-address";

const MAGIC_LINK_SECONDS = 600;
const MAIL_TOKEN_SECONDS = 3600;
const SESSION_SECONDS = 7 * 86_400;
const SESSION_UPDATE_SECONDS = 86_400;

/** Whoever changes how an account is signed in to has signed in not longer ago. */
const FRESH_SECONDS = 3600;

type AuthPlatform = Pick<Platform, "brand" | "clock" | "config" | "database" | "keys" | "log">;

/** better-auth, set up for our tables, cookies and mails. */
export function createAuth(
  platform: AuthPlatform,
  mails: MailBasket,
  erasedFans: Pick<ErasedFans, "has">,
) {
  const { config } = platform;
  const origin = new URL(config.baseUrl).origin;
  return betterAuth({
    appName: "Millet",
    baseURL: origin,
    basePath: AUTH_PATH,
    secret: sessionSecretOf(platform.keys),
    trustedOrigins: [origin],
    telemetry: { enabled: false },
    // At any other level, better-auth also prints errors of requests past this function.
    logger: { level: "info", log: logTo(platform.log) },
    database: {
      db: platform.database.kysely,
      type: "postgres",
      schemaName: "accounts",
      transaction: true,
    },
    ...models,
    advanced: {
      cookiePrefix: COOKIE_PREFIX,
      useSecureCookies: origin.startsWith("https:"),
      // better-auth switches both checks off under NODE_ENV=test unless told.
      disableOriginCheck: false,
      disableCSRFCheck: false,
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
      database: { generateId: () => newId(), validateSchema: false },
    },
    session: {
      ...models.session,
      expiresIn: SESSION_SECONDS,
      updateAge: SESSION_UPDATE_SECONDS,
      freshAge: FRESH_SECONDS,
      cookieCache: {
        enabled: true,
        maxAge: COOKIE_CACHE_SECONDS,
        strategy: "compact",
        version: payloadVersionFor(erasedFans),
      },
    },
    onAPIError: { errorURL: signInPageUrl(config.baseUrl) },
    account: {
      ...models.account,
      // Who comes from another service gets an account of a proven address, or into one: never
      // into one whose address nobody has proven yet (`requireLocalEmailVerified`).
      accountLinking: { enabled: true, requireLocalEmailVerified: true, trustedProviders: [] },
      updateAccountOnSignIn: false,
    },
    verification: { ...models.verification, storeIdentifier: "hashed" },
    // Our routes count requests (request-limits.ts) before these wait for a password slot.
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: 8,
      maxPasswordLength: 128,
      // An address that is not proven gives no session, and sign-up answers alike for known ones.
      requireEmailVerification: true,
      revokeSessionsOnPasswordReset: true,
      resetPasswordTokenExpiresIn: MAIL_TOKEN_SECONDS,
      sendResetPassword: async ({ user, token }, request) => {
        const link = resetPageUrl(config.baseUrl, token);
        mails.put({ kind: "reset_password", to: user.email, link, ...languageOf(user, request) });
      },
      onExistingUserSignUp: async ({ user }, request) => {
        const link = signInPageUrl(config.baseUrl);
        mails.put({
          kind: "already_registered",
          to: user.email,
          link,
          ...languageOf(user, request),
        });
      },
    },
    emailVerification: {
      expiresIn: MAIL_TOKEN_SECONDS,
      sendOnSignUp: true,
      autoSignInAfterVerification: true,
      sendVerificationEmail: async ({ user, url }, request) => {
        const link = confirmPageUrl(config.baseUrl, url);
        mails.put({ kind: "verify_email", to: user.email, link, ...languageOf(user, request) });
      },
    },
    user: {
      ...models.user,
      changeEmail: {
        enabled: true,
        // A stolen session alone cannot take the account: the old address has to approve.
        sendChangeEmailConfirmation: async ({ user, newEmail, url }, request) => {
          const link = confirmPageUrl(config.baseUrl, url);
          const language = languageOf(user, request);
          mails.put({ kind: "approve_new_email", to: user.email, link, newEmail, ...language });
        },
      },
    },
    databaseHooks: {
      account: {
        create: {
          // Nothing is asked of the other service later, so that its tokens are not kept.
          before: async (account) => ({ data: { ...account, ...NO_TOKENS } }),
        },
      },
      user: {
        create: {
          before: async (user, context) => ({
            data: {
              ...user,
              locale: user["locale"] ?? localeOf(context?.headers, platform.brand.current()),
            },
          }),
        },
      },
    },
    plugins: [
      magicLink({
        expiresIn: MAGIC_LINK_SECONDS,
        // The library looks for an identifier also as it is given. Hashed only once, what stands in
        // the table would be a token itself.
        storeToken: "hashed",
        sendMagicLink: async ({ email, url }, context) => {
          const acceptLanguage = context?.headers?.get("accept-language");
          const link = confirmPageUrl(config.baseUrl, url);
          mails.put({ kind: "sign_in", to: email, link, locale: undefined, acceptLanguage });
        },
      }),
      startSession,
      ...passkeyPlugins(platform, mails),
      ...(config.oidc === undefined ? [] : [oidcPlugin(config.oidc, platform)]),
    ],
  });
}

const NO_TOKENS = { accessToken: null, refreshToken: null, idToken: null };

export type Auth = ReturnType<typeof createAuth>;

function languageOf(user: object, request: Request | undefined) {
  const locale: unknown = "locale" in user ? user.locale : undefined;
  return { locale, acceptLanguage: request?.headers.get("accept-language") };
}

function localeOf(headers: Headers | undefined, offered: OfferedLanguages) {
  return preferredLocale(headers?.get("accept-language"), offered);
}

/**
 * Of passkeys' answers that do not fit, and of pages elsewhere: what anybody may send is no error
 * of ours.
 */
const REFUSED = /^(Failed to verify |Invalid [A-Za-z]+: )/;

/** Takes warnings and errors; what is below tells of single requests, with fans' addresses. */
function logTo(log: Log) {
  const child = log.child({ part: "better-auth" });
  return (level: "debug" | "info" | "warn" | "error", message: string, ...more: unknown[]) => {
    if (level === "debug" || level === "info" || REFUSED.test(message)) return;
    const err = more.find((value) => value instanceof Error);
    child[level](err === undefined ? {} : { err }, message);
  };
}
