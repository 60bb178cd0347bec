import { createPublicKey, type KeyObject } from "node:crypto";
import { z } from "zod";
import type { OidcSettings } from "../../../platform/config.ts";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import { createGuardedFetch, type OutgoingRequest } from "../../../platform/guarded-fetch.ts";
import type { Platform } from "../../../platform/platform.ts";
import { accountFailures } from "../failures.ts";

const METADATA_MS = 3_600_000;

/** A token whose key is unknown makes us ask for new keys; strangers must not make us hammer. */
const KEYS_AGAIN_MS = 30_000;

const metadataSchema = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
  token_endpoint_auth_methods_supported: z.array(z.string()).default(["client_secret_basic"]),
});

type Metadata = z.output<typeof metadataSchema>;

const keysSchema = z.object({
  keys: z.array(z.looseObject({ kty: z.string(), kid: z.string().optional() })).max(100),
});

type IssuerKey = z.output<typeof keysSchema>["keys"][number];

const tokenSchema = z.object({ id_token: z.string().min(1).max(100_000) });

/** The issuer's side of OpenID Connect: its metadata, its keys, its tokens. */
export interface OidcIssuer {
  /** @returns `oidc_unreachable` */
  authorizationEndpoint(): Promise<Result<string>>;
  /** Exchanges the code of a callback for an ID token, not yet verified. */
  fetchIdToken(exchange: {
    readonly code: string;
    readonly codeVerifier: string;
    readonly redirectUri: string;
  }): Promise<Result<string>>;
  /** @throws Error if the issuer has no such key */
  findKey(kid: string | undefined): Promise<KeyObject>;
}

/**
 * Speaks with the configured issuer only, over connections that lead to public addresses: what its
 * metadata names could point inside. With `OIDC_PRIVATE_NETWORK` the issuer's own host may be
 * inside, and no other.
 */
export function createOidcIssuer(
  settings: OidcSettings,
  { clock, log }: Pick<Platform, "clock" | "log">,
): OidcIssuer {
  const fetchPublic = createGuardedFetch();
  const fetchInside = createGuardedFetch({ isAllowed: () => true });
  const ownHost = new URL(settings.issuer).host;
  let metadata: { readonly value: Metadata; readonly atMs: number } | undefined;
  let keys: { readonly value: readonly IssuerKey[]; readonly atMs: number } | undefined;

  /** Where a request to this URL may go, or nowhere: a password may not travel unencrypted. */
  function pathTo(url: string) {
    const { host, protocol } = new URL(url);
    if (settings.isPrivate && host === ownHost) return fetchInside;
    return protocol === "https:" ? fetchPublic : undefined;
  }

  async function ask<Schema extends z.ZodType>(
    url: string,
    schema: Schema,
    request: OutgoingRequest = {},
  ): Promise<Result<z.output<Schema>>> {
    const refused = (reason: string) => {
      log.warn({ url, reason }, "the OIDC issuer could not be used");
      return fail(accountFailures.oidc_unreachable, "Sign in by a mailed link instead.");
    };
    const path = pathTo(url);
    if (path === undefined) return refused("not https");
    const answer = await path(url, { timeoutMs: 5000, ...request });
    if (!answer.ok) return refused(answer.failure.detail);
    if (answer.value.status !== 200) return refused(`status ${answer.value.status}`);
    const parsed = schema.safeParse(jsonOf(answer.value.body));
    return parsed.success ? ok(parsed.data) : refused("an answer of another form");
  }

  async function readMetadata(): Promise<Result<Metadata>> {
    const nowMs = clock.monotonicMs();
    if (metadata !== undefined && nowMs - metadata.atMs < METADATA_MS) return ok(metadata.value);
    const base = settings.issuer.replace(/\/$/, "");
    const found = await ask(`${base}/.well-known/openid-configuration`, metadataSchema);
    if (!found.ok) return found;
    if (found.value.issuer !== settings.issuer) {
      log.warn({ issuer: found.value.issuer }, "OIDC_ISSUER is not what its metadata says");
      return fail(accountFailures.oidc_unreachable, "The issuer calls itself by another name.");
    }
    metadata = { value: found.value, atMs: nowMs };
    return ok(found.value);
  }

  async function readKeys(): Promise<readonly IssuerKey[]> {
    const found = await readMetadata();
    if (!found.ok) throw new Error(found.failure.detail);
    const set = await ask(found.value.jwks_uri, keysSchema);
    if (!set.ok) throw new Error(set.failure.detail);
    keys = { value: set.value.keys, atMs: clock.monotonicMs() };
    return keys.value;
  }

  return {
    async authorizationEndpoint() {
      const found = await readMetadata();
      return found.ok ? ok(found.value.authorization_endpoint) : found;
    },
    async fetchIdToken({ code, codeVerifier, redirectUri }) {
      const found = await readMetadata();
      if (!found.ok) return found;
      const form = new URLSearchParams({
        grant_type: "authorization_code",
        code,
        redirect_uri: redirectUri,
        code_verifier: codeVerifier,
        client_id: settings.clientId,
      });
      const headers: Record<string, string> = {
        "content-type": "application/x-www-form-urlencoded",
        accept: "application/json",
      };
      const methods = found.value.token_endpoint_auth_methods_supported;
      if (methods.includes("client_secret_basic")) headers["authorization"] = basicOf(settings);
      else form.set("client_secret", settings.clientSecret);
      const request = { method: "POST", headers, body: form.toString() } as const;
      const tokens = await ask(found.value.token_endpoint, tokenSchema, request);
      return tokens.ok ? ok(tokens.value.id_token) : tokens;
    },
    async findKey(kid) {
      const known = findIn(keys?.value ?? [], kid);
      if (known !== undefined) return createPublicKey({ key: known, format: "jwk" });
      const isFresh = keys !== undefined && clock.monotonicMs() - keys.atMs < KEYS_AGAIN_MS;
      const found = isFresh ? undefined : findIn(await readKeys(), kid);
      if (found === undefined) throw new Error("the issuer has no such key");
      return createPublicKey({ key: found, format: "jwk" });
    },
  };
}

function findIn(keys: readonly IssuerKey[], kid: string | undefined): IssuerKey | undefined {
  // A token without a key id is fine where there is only one key to choose from.
  if (kid === undefined) return keys.length === 1 ? keys[0] : undefined;
  return keys.find((key) => key.kid === kid);
}

/** RFC 6749, section 2.3.1: both parts are form-encoded before they are joined. */
function basicOf({ clientId, clientSecret }: OidcSettings): string {
  const encode = (text: string) => new URLSearchParams({ "": text }).toString().slice(1);
  return `Basic ${Buffer.from(`${encode(clientId)}:${encode(clientSecret)}`).toString("base64")}`;
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
