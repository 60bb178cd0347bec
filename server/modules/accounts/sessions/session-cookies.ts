import { timingSafeEqual } from "node:crypto";
import type { Keys } from "../../../platform/keys.ts";
import type { ErasedFans } from "./erased-fans.ts";
import type { FanId, FanSession } from "./identities.ts";

/** The prefix of every cookie that better-auth sets for us. */
export const COOKIE_PREFIX = "millet";

/** How long a signed session cookie is believed without asking the database. */
export const COOKIE_CACHE_SECONDS = 300;

/** The version of better-auth's payload that is believed. */
const PAYLOAD_VERSION = "1";

/**
 * Which version better-auth wants of a fan's cookie. That of an erased fan counts for nothing: the
 * library then asks the database, which knows of no session.
 */
export function payloadVersionFor(erasedFans: Pick<ErasedFans, "has">) {
  return (_session: object, fan: { readonly id: string }): string =>
    erasedFans.has(fan.id) ? "erased" : PAYLOAD_VERSION;
}

/** A larger session never fits a browser's cookies. */
const MAX_CHUNKS = 10;

/** The key under which better-auth signs cookies and mail tokens. */
export function sessionSecretOf(keys: Keys): string {
  return keys.derive("better-auth").toString("base64url");
}

/** Browsers take `__Secure-` cookies over https only (RFC 6265bis, section 4.1.3). */
export function sessionCookieNames(secure: boolean): { token: string; data: string } {
  const prefix = `${secure ? "__Secure-" : ""}${COOKIE_PREFIX}`;
  return { token: `${prefix}.session_token`, data: `${prefix}.session_data` };
}

/** The part of better-auth's signed payload that is read here. */
interface SignedSession {
  readonly session?: { readonly token?: unknown; readonly expiresAt?: unknown };
  readonly user?: { readonly id?: unknown; readonly name?: unknown; readonly email?: unknown };
  readonly version?: unknown;
}

/**
 * Makes the reader of better-auth's compact session cookie: base64url of
 * `{session, expiresAt, signature}`, where the signature is HMAC-SHA-256 (base64url) of the JSON of
 * `{...session, expiresAt}`. Source: better-auth 1.7.6, `cookies/index.mjs`, `decodeCookieCache`.
 *
 * The reader is synchronous and asks no database. It believes what better-auth would believe: both
 * cookies are there and belong together, the signature fits, neither cache nor session is over, and
 * the fan was not erased a moment ago.
 */
export function createSessionReader(options: {
  readonly secret: string;
  readonly secure: boolean;
  readonly erasedFans: Pick<ErasedFans, "has">;
  wallMs(): number;
}): (cookieHeader: string | undefined) => FanSession | undefined {
  const names = sessionCookieNames(options.secure);
  const key = Buffer.from(options.secret);
  return (cookieHeader) => {
    if (cookieHeader === undefined) return undefined;
    const token = findCookie(cookieHeader, names.token);
    const data = token === undefined ? undefined : findChunkedCookie(cookieHeader, names.data);
    if (token === undefined || data === undefined) return undefined;
    const payload = verifiedPayload(data, key, options.wallMs());
    const session = payload && sessionOf(payload, token, options.wallMs());
    return session === undefined || options.erasedFans.has(session.fanId) ? undefined : session;
  };
}

function verifiedPayload(data: string, key: Buffer, nowMs: number): SignedSession | undefined {
  let cookie: { session?: SignedSession; expiresAt?: unknown; signature?: unknown } | null;
  try {
    cookie = JSON.parse(Buffer.from(data, "base64url").toString());
  } catch {
    return undefined;
  }
  const { session, expiresAt, signature } = cookie ?? {};
  if (typeof session !== "object" || typeof expiresAt !== "number") return undefined;
  if (typeof signature !== "string" || !(expiresAt > nowMs)) return undefined;
  const given = Buffer.from(signature, "base64url");
  const expected = sessionSignature(session, expiresAt, key);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  return session;
}

/** The signature (32 bytes) that better-auth puts on a session until the given time. */
export function sessionSignature(session: object, expiresAt: number, key: Buffer): Buffer {
  const hasher = new Bun.CryptoHasher("sha256", key);
  return hasher.update(JSON.stringify({ ...session, expiresAt })).digest();
}

function sessionOf(payload: SignedSession, tokenCookie: string, nowMs: number) {
  const { session, user, version } = payload;
  const token = session?.token;
  if (version !== PAYLOAD_VERSION || typeof token !== "string") return undefined;
  if (!tokenCookie.startsWith(`${token}.`)) return undefined;
  if (!(Date.parse(String(session?.expiresAt)) > nowMs)) return undefined;
  if (typeof user?.id !== "string" || typeof user.email !== "string") return undefined;
  return { fanId: user.id as FanId, name: String(user.name), email: user.email };
}

function findChunkedCookie(header: string, name: string): string | undefined {
  const whole = findCookie(header, name);
  if (whole !== undefined && whole !== "") return whole;
  let joined = "";
  for (let index = 0; index < MAX_CHUNKS; index += 1) {
    const chunk = findCookie(header, `${name}.${index}`);
    if (chunk === undefined) break;
    joined += chunk;
  }
  return joined === "" ? undefined : joined;
}

/** The first cookie of that name, as the library reads it too. */
function findCookie(header: string, name: string): string | undefined {
  let from = 0;
  while (from < header.length) {
    const semicolon = header.indexOf(";", from);
    const end = semicolon === -1 ? header.length : semicolon;
    while (header.charCodeAt(from) === 0x20) from += 1;
    if (header.startsWith(name, from) && header[from + name.length] === "=") {
      return header.slice(from + name.length + 1, end).trim();
    }
    from = end + 1;
  }
  return undefined;
}
