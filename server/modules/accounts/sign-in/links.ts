/**
 * Mailed links lead to a page with a button, never straight to the route that uses the token up:
 * mail scanners and link previews open every link, and would spend it or confirm it unasked.
 */
const CONFIRM_PATHS: Readonly<Record<string, string>> = {
  "/magic-link/verify": "/sign-in/mail-link",
  "/verify-email": "/account/confirm-email",
};

/** The page for a link that better-auth made; the token and the way back are kept. */
export function confirmPageUrl(baseUrl: string, authUrl: string): string {
  const made = new URL(authUrl);
  const route = Object.keys(CONFIRM_PATHS).find((path) => made.pathname.endsWith(path));
  if (route === undefined) throw new Error(`No page for the link ${made.pathname}`);
  const page = new URL(`${baseUrl}${CONFIRM_PATHS[route]}`);
  page.searchParams.set("token", made.searchParams.get("token") ?? "");
  const next = made.searchParams.get("callbackURL") ?? "/";
  if (next !== "/") page.searchParams.set("next", next);
  return page.href;
}

export function resetPageUrl(baseUrl: string, token: string): string {
  return `${baseUrl}/account/reset-password?token=${encodeURIComponent(token)}`;
}

export function signInPageUrl(baseUrl: string): string {
  return `${baseUrl}/sign-in`;
}

/** The page on which the owner's one-time link is used. */
export function ownerPageUrl(baseUrl: string, token: string): string {
  return `${baseUrl}/sign-in/owner?token=${encodeURIComponent(token)}`;
}

/** The page on which a fan confirms that the account is to be erased. */
export function erasePageUrl(baseUrl: string, token: string): string {
  return `${baseUrl}/account/erase?token=${encodeURIComponent(token)}`;
}
