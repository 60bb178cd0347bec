/** What a browser says about where a request was started. */
export interface RequestOrigin {
  readonly method: string;
  readonly origin: string | undefined;
  readonly secFetchSite: string | undefined;
}

/**
 * Whether a request that carries a session cookie may change something. Browsers send `Origin`
 * with every such request, so a foreign one is refused; a program without a browser sends neither
 * header and has its cookie from its own sign-in.
 */
export function isTrustedOrigin(request: RequestOrigin, ownOrigin: string): boolean {
  if (request.method === "GET" || request.method === "HEAD" || request.method === "OPTIONS") {
    return true;
  }
  if (request.origin !== undefined) return request.origin === ownOrigin;
  return request.secFetchSite === undefined || request.secFetchSite === "same-origin";
}
