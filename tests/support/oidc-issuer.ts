import { afterAll } from "bun:test";
import { createHash, generateKeyPairSync, randomUUID, sign } from "node:crypto";

/** Who signs in at the issuer, and how the issuer misbehaves. */
export interface IssuerBehaviour {
  readonly sub?: string;
  readonly email?: string;
  readonly emailVerified?: boolean;
  readonly name?: string;
  /** Put into the ID token, over what belongs there. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Signs with a key that is not among the published ones. */
  readonly forges?: boolean;
  readonly alg?: "RS256" | "none";
}

/** What an authorisation request said; kept until its code is exchanged. */
interface Grant {
  readonly challenge: string;
  readonly nonce: string;
  readonly redirectUri: string;
  readonly behaviour: IssuerBehaviour;
}

const CLIENT = { id: "millet-test", secret: "s%cret & more" };

/**
 * A tiny OpenID Connect issuer on this machine: metadata, authorisation, tokens, keys. It checks
 * what a careful issuer checks (client, PKCE, redirect URI, one use of each code), and ends with
 * the test file.
 */
export function startOidcIssuer() {
  const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const stranger = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const grants = new Map<string, Grant>();
  const asked: string[] = [];
  let tokenEndpoint: string | undefined;

  function tokenFor(issuer: string, { nonce, behaviour }: Grant): string {
    const { sub = "sub-1", email, emailVerified = true, name, claims, forges, alg } = behaviour;
    const now = Math.floor(Date.now() / 1000);
    const payload = {
      iss: issuer,
      aud: CLIENT.id,
      sub,
      email,
      email_verified: emailVerified,
      name,
      nonce,
      iat: now,
      exp: now + 300,
      ...claims,
    };
    const header = { alg: alg ?? "RS256", kid: "one", typ: "JWT" };
    const text = [header, payload].map((part) => base64url(JSON.stringify(part))).join(".");
    if (alg === "none") return `${text}.`;
    const { privateKey } = forges === true ? stranger : pair;
    return `${text}.${sign("RSA-SHA256", Buffer.from(text), privateKey).toString("base64url")}`;
  }

  async function exchange(issuer: string, request: Request): Promise<Response> {
    const encode = (text: string) => new URLSearchParams({ "": text }).toString().slice(1);
    const basic = Buffer.from(`${encode(CLIENT.id)}:${encode(CLIENT.secret)}`).toString("base64");
    const form = new URLSearchParams(await request.text());
    const grant = grants.get(form.get("code") ?? "");
    grants.delete(form.get("code") ?? "");
    const proof = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    const isGood =
      request.headers.get("authorization") === `Basic ${basic}` &&
      grant !== undefined &&
      grant.challenge === proof &&
      grant.redirectUri === form.get("redirect_uri");
    if (!isGood) return Response.json({ error: "invalid_grant" }, { status: 400 });
    const answer = { access_token: "opaque", token_type: "Bearer" };
    return Response.json({ ...answer, id_token: tokenFor(issuer, grant) });
  }

  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch(request) {
      const { pathname, origin } = new URL(request.url);
      asked.push(pathname);
      switch (pathname) {
        case "/.well-known/openid-configuration":
          return Response.json({
            issuer: origin,
            authorization_endpoint: `${origin}/authorize`,
            token_endpoint: tokenEndpoint ?? `${origin}/token`,
            jwks_uri: `${origin}/keys`,
          });
        case "/token":
          return exchange(origin, request);
        case "/keys": {
          const jwk = pair.publicKey.export({ format: "jwk" });
          return Response.json({ keys: [{ ...jwk, kid: "one", use: "sig", alg: "RS256" }] });
        }
        default:
          return new Response(null, { status: 404 });
      }
    },
  });
  afterAll(() => server.stop(true));

  return {
    settings: {
      OIDC_ISSUER: `http://127.0.0.1:${server.port}`,
      OIDC_CLIENT_ID: CLIENT.id,
      OIDC_CLIENT_SECRET: CLIENT.secret,
      OIDC_NAME: "Example ID",
      OIDC_PRIVATE_NETWORK: "on",
    },
    /** The paths that were asked for, in order. */
    asked,
    /** What the metadata names instead of the issuer's own token endpoint. */
    moveTokenEndpoint(url: string | undefined) {
      tokenEndpoint = url;
    },
    /** Somebody signs in there: the path to which the browser is sent back. */
    signIn(authorizationUrl: string, behaviour: IssuerBehaviour): string {
      const { searchParams } = new URL(authorizationUrl);
      const ask = (name: string) => searchParams.get(name) ?? "";
      const code = randomUUID();
      const redirectUri = ask("redirect_uri");
      grants.set(code, {
        challenge: ask("code_challenge"),
        nonce: ask("nonce"),
        redirectUri,
        behaviour,
      });
      const { pathname } = new URL(redirectUri);
      return `${pathname}?${new URLSearchParams({ code, state: ask("state") }).toString()}`;
    },
  };
}

function base64url(text: string): string {
  return Buffer.from(text).toString("base64url");
}
