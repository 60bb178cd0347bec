import type { Auth } from "../sign-in/auth.ts";
import type { FanId, FanSession } from "./identities.ts";

export interface FoundFanSession {
  readonly session: FanSession;
  readonly sessionId: string;
  /** `Set-Cookie` values that renew the signed cookie; pass them on with the answer. */
  readonly setCookie: readonly string[];
}

/**
 * The fan of a session, by the database unless a fresh signed cookie answers already.
 * @param options.authoritative asks the database in any case, as operators' routes do: the session
 * may have been ended since the cookie was signed.
 */
export async function findFanSession(
  auth: Auth,
  headers: Headers,
  options: { readonly authoritative: boolean },
): Promise<FoundFanSession | undefined> {
  const found = await auth.api.getSession({
    headers,
    query: { disableCookieCache: options.authoritative },
    returnHeaders: true,
  });
  if (found.response === null) return undefined;
  const { user, session } = found.response;
  return {
    session: { fanId: user.id as FanId, name: user.name, email: user.email },
    sessionId: session.id,
    setCookie: found.headers.getSetCookie(),
  };
}
