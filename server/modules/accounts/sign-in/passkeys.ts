import { passkey } from "@better-auth/passkey";
import type { BetterAuthPlugin } from "better-auth";
import { APIError, createAuthMiddleware, getAuthoritativeSessionFromCtx } from "better-auth/api";
import type { Platform } from "../../../platform/platform.ts";
import { markPasskey, proveSession } from "../commands/prove-second-factor.ts";
import type { FanId } from "../sessions/identities.ts";
import type { MailBasket } from "./mail-basket.ts";
import { passkeyModel } from "./models.ts";

type PasskeyPlatform = Pick<Platform, "brand" | "clock" | "config" | "database">;

const REGISTERING = new Set(["/passkey/generate-register-options", "/passkey/verify-registration"]);

/**
 * Passkeys by better-auth, and what is ours about them: they are added in sessions that still
 * stand, the fan is told, and a passkey that verified its holder may prove a second factor.
 */
export function passkeyPlugins(platform: PasskeyPlatform, mails: MailBasket) {
  const { brand, config, clock, database } = platform;
  const { origin, hostname } = new URL(config.baseUrl);
  /** Requests in which the authenticator has asked for a finger, a face or a PIN. */
  const verifiedHolders = new WeakSet<Request>();
  const now = () => new Date(clock.wallMs());

  const ceremonies = passkey({
    rpID: hostname,
    rpName: brand.current().name,
    origin,
    schema: passkeyModel,
    // Whoever signs in is found by the passkey alone, without typing an address.
    authenticatorSelection: { residentKey: "required", userVerification: "preferred" },
    advanced: { webAuthnChallengeCookie: "passkey_challenge" },
    registration: {
      afterVerification: ({ ctx, verification }) => {
        const isVerified = verification.registrationInfo?.userVerified === true;
        if (isVerified && ctx.request !== undefined) verifiedHolders.add(ctx.request);
      },
    },
    authentication: {
      afterVerification: ({ ctx, verification }) => {
        const { userVerified } = verification.authenticationInfo;
        if (userVerified && ctx.request !== undefined) verifiedHolders.add(ctx.request);
      },
    },
  });

  const additions = {
    id: "passkey-additions",
    hooks: {
      before: [
        {
          matcher: ({ path }) => REGISTERING.has(path ?? ""),
          // The signed cookie may outlive its session by minutes, in which no passkey is added.
          handler: createAuthMiddleware(async (context) => {
            const found = await getAuthoritativeSessionFromCtx(context);
            if (found === null) throw APIError.fromStatus("UNAUTHORIZED", { code: "UNAUTHORIZED" });
          }),
        },
      ],
      after: [
        {
          matcher: ({ path }) => path === "/passkey/generate-register-options",
          // The library keeps the name that it was made with; the brand may have another by now.
          handler: createAuthMiddleware(async ({ context: { returned } }) => {
            if (namesSite(returned)) returned.rp.name = brand.current().name;
          }),
        },
        {
          matcher: ({ path }) => path === "/passkey/verify-registration",
          handler: createAuthMiddleware(async (context) => {
            const { returned, session } = context.context;
            if (session === null || !isPasskey(returned)) return;
            const fanId = session.user.id as FanId;
            if (context.request !== undefined && verifiedHolders.has(context.request)) {
              const sessionId = session.session.id;
              await markPasskey(database, { fanId, passkeyId: returned.id, sessionId, at: now() });
            }
            const link = `${config.baseUrl}/account#passkey-${returned.id}`;
            const acceptLanguage = context.headers?.get("accept-language");
            const locale: unknown = session.user["locale"];
            mails.put({
              kind: "passkey_added",
              to: session.user.email,
              link,
              locale,
              acceptLanguage,
            });
          }),
        },
        {
          matcher: ({ path }) => path === "/passkey/verify-authentication",
          handler: createAuthMiddleware(async (context) => {
            const { newSession } = context.context;
            const { request } = context;
            if (newSession === null || request === undefined || !verifiedHolders.has(request))
              return;
            const body = context.body as { response: { id: string } };
            await proveSession(database, {
              sessionId: newSession.session.id,
              credentialId: body.response.id,
              at: now(),
            });
          }),
        },
      ],
    },
  } satisfies BetterAuthPlugin;
  return [ceremonies, additions] as const;
}

function namesSite(returned: unknown): returned is { readonly rp: { name: string } } {
  return typeof returned === "object" && returned !== null && "rp" in returned;
}

function isPasskey(returned: unknown): returned is { readonly id: string } {
  return typeof returned === "object" && returned !== null && "credentialID" in returned;
}
