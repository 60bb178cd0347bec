import { ok, fail, type Result } from "../../../platform/failure.ts";
import { isTrustedOrigin, type FanSession } from "../../accounts/index.ts";
import { salesFailures } from "../failures.ts";
import type { SalesContext } from "../sales-context.ts";

/** A signed-in fan, and cookies that renew the session. */
export interface SignedInFan {
  readonly session: FanSession;
  readonly setCookie: readonly string[];
}

/** Who asks on the crowd's routes, and whether a page of ours started the request. */
export interface FanReader {
  /** By the signed cookie alone where that is fresh, else by the database. */
  identify(request: Request): Promise<Result<SignedInFan>>;
  /** Whether a request that rests on a cookie was started by a page of ours. */
  comesFromUs(request: Request): boolean;
}

export function createFanReader({ accounts, platform }: SalesContext): FanReader {
  const ownOrigin = new URL(platform.config.baseUrl).origin;
  const comesFromUs = ({ method, headers }: Request) =>
    isTrustedOrigin(
      {
        method,
        origin: headers.get("origin") ?? undefined,
        secFetchSite: headers.get("sec-fetch-site") ?? undefined,
      },
      ownOrigin,
    );
  return {
    comesFromUs,
    async identify(request) {
      if (!comesFromUs(request)) {
        return fail(salesFailures.foreign_origin, "Cookies count only for pages of this site.");
      }
      const session = accounts.readFanSession(request.headers.get("cookie") ?? undefined);
      if (session !== undefined) return ok({ session, setCookie: [] });
      const found = await accounts.findFanSession(request.headers);
      if (found !== undefined) return ok(found);
      return fail(salesFailures.sign_in_needed, "This needs the session of a fan.");
    },
  };
}
