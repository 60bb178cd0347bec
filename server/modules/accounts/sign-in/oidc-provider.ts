import {
  createAuthorizationURL,
  type OAuthProvider,
  verifyProviderIdToken,
} from "@better-auth/core/oauth2";
import type { BetterAuthPlugin } from "better-auth";
import { APIError } from "better-auth/api";
import { z } from "zod";
import type { OidcSettings } from "../../../platform/config.ts";
import type { Platform } from "../../../platform/platform.ts";
import { createOidcIssuer } from "./oidc-issuer.ts";
import { emailSchema, nameSchema } from "./schema.ts";

/** The provider's id in addresses and in `sign_in_methods`. */
const OIDC_PROVIDER = "oidc";

/** Asymmetric ones only: the client secret must not be able to sign an identity. */
const ALGORITHMS = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "EdDSA",
];

const claimsSchema = z.object({
  sub: z.string().min(1).max(255),
  email: emailSchema,
  // An issuer that does not vouch for the address could name anybody's.
  email_verified: z.literal(true),
  name: nameSchema.optional().catch(undefined),
});

type Claims = z.output<typeof claimsSchema>;

/**
 * Signs in by an OpenID Connect issuer: code flow with state, PKCE (RFC 7636) and nonce, the ID
 * token verified with the issuer's keys. better-auth's own generic provider asks for the metadata
 * once, at the start, and fetches unguarded; this one asks when it is needed, and guarded.
 */
export function oidcPlugin(
  settings: OidcSettings,
  platform: Pick<Platform, "clock" | "log">,
): BetterAuthPlugin {
  const issuer = createOidcIssuer(settings, platform);
  const provider: OAuthProvider<Claims> = {
    id: OIDC_PROVIDER,
    name: settings.name,
    issuer: settings.issuer,
    requiresIdTokenNonce: true,
    accountSubject: ({ profile }) => profile.sub,
    idToken: {
      jwks: ({ kid }) => issuer.findKey(kid),
      issuer: settings.issuer,
      audience: settings.clientId,
      algorithms: ALGORITHMS,
      maxTokenAge: "10m",
      verifyClaims: ({ azp, exp }) =>
        typeof exp === "number" && (azp === undefined || azp === settings.clientId),
    },
    async createAuthorizationURL({ state, codeVerifier, redirectURI, idTokenNonce }) {
      const endpoint = await issuer.authorizationEndpoint();
      if (!endpoint.ok) {
        throw APIError.fromStatus("SERVICE_UNAVAILABLE", { code: "OIDC_UNREACHABLE" });
      }
      return createAuthorizationURL({
        id: OIDC_PROVIDER,
        options: { clientId: settings.clientId, clientSecret: settings.clientSecret },
        authorizationEndpoint: endpoint.value,
        scopes: ["openid", "email", "profile"],
        state,
        codeVerifier,
        redirectURI,
        nonce: idTokenNonce,
      });
    },
    async validateAuthorizationCode({ code, codeVerifier = "", redirectURI }) {
      const redirectUri = redirectURI;
      const idToken = await issuer.fetchIdToken({ code, codeVerifier, redirectUri });
      return idToken.ok ? { idToken: idToken.value } : null;
    },
    async getUserInfo({ idToken = "", expectedIdTokenNonce }) {
      if (expectedIdTokenNonce === undefined) return null;
      if (!(await verifyProviderIdToken(provider, idToken, expectedIdTokenNonce))) return null;
      const claims = claimsSchema.safeParse(payloadOf(idToken));
      if (!claims.success) return null;
      const { email, name } = claims.data;
      const user = { email, emailVerified: true, ...(name === undefined ? {} : { name }) };
      return { user, data: claims.data };
    },
  };
  return {
    id: "oidc",
    init: ({ socialProviders }) => ({
      context: { socialProviders: [...socialProviders, provider] },
    }),
  };
}

/** Of a token whose signature was verified just before. */
function payloadOf(idToken: string): unknown {
  return JSON.parse(Buffer.from(idToken.split(".")[1] ?? "", "base64url").toString());
}
