import { createHmac } from "node:crypto";
import { newId } from "../../../platform/ids.ts";
import type { FanId } from "./identities.ts";
import { sessionCookieNames, sessionSignature } from "./session-cookies.ts";

/** Longer than a rehearsal, shorter than a working day. */
const DEFAULT_VALID_FOR_SECONDS = 3600;

export interface MintOptions {
  /** The server's own key, from `sessionSecretOf(keys)`: only who holds it can mint. */
  readonly secret: string;
  readonly fanId: FanId;
  readonly name: string;
  readonly email: string;
  readonly nowMs: number;
  /** Whether the server is reached by https: the cookies' names follow from it. */
  readonly secure: boolean;
  readonly validForSeconds?: number;
}

/**
 * A `Cookie` header value that the server takes for a fan's session, for simulated fans and tests.
 * Nothing in the server calls it. It is no second way in, because it needs the server's secret; the
 * session has no row, so that operators' routes, which ask the database, never believe it.
 */
export function mintSessionCookies(options: MintOptions): string {
  const { secret, fanId, name, email, nowMs, secure } = options;
  const expiresAt = nowMs + (options.validForSeconds ?? DEFAULT_VALID_FOR_SECONDS) * 1000;
  const token = Buffer.from(crypto.getRandomValues(new Uint8Array(24))).toString("base64url");
  const now = new Date(nowMs).toISOString();
  const common = { createdAt: now, updatedAt: now };
  const until = new Date(expiresAt).toISOString();
  const session = {
    session: { id: newId<"session">(), userId: fanId, token, expiresAt: until, ...common },
    user: { id: fanId, name, email, emailVerified: true, image: null, ...common },
    updatedAt: nowMs,
    version: "1",
  };
  const signature = sessionSignature(session, expiresAt, Buffer.from(secret)).toString("base64url");
  const data = Buffer.from(JSON.stringify({ session, expiresAt, signature })).toString("base64url");
  const tokenSignature = createHmac("sha256", secret).update(token).digest("base64");
  const names = sessionCookieNames(secure);
  return `${names.token}=${encodeURIComponent(`${token}.${tokenSignature}`)}; ${names.data}=${data}`;
}
