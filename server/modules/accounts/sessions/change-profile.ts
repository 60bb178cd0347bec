import type { Locale } from "../../../platform/locales.ts";
import type { Auth } from "../sign-in/auth.ts";

/**
 * Changes how the signed-in fan is called, and the language of mails. By better-auth, because the
 * session's signed cookie carries the name, too.
 * @returns `Set-Cookie` values to be passed on with the answer
 */
export async function changeProfile(
  auth: Auth,
  headers: Headers,
  profile: { readonly name: string; readonly locale: Locale },
): Promise<readonly string[]> {
  const changed = await auth.api.updateUser({ body: profile, headers, returnHeaders: true });
  return changed.headers.getSetCookie();
}
