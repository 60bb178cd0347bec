import { isOffered, preferredLocale, type Locale, type OfferedLanguages } from "../locales.ts";

/** Keeps the language that somebody chose, for a year. */
const LANGUAGE_COOKIE = "lang";

/** In which language a page answers, and what decided that. */
export interface PageLanguage {
  readonly locale: Locale;
  /** `address`: the address says so, and its page is the same for everybody who asks for it. */
  readonly from: "address" | "cookie" | "fan" | "browser";
}

/**
 * The language of a page: by the address (`?lang=zh-Hans`), else as chosen before (a cookie), else
 * what the browser prefers; the fan's own counts for a browser that prefers nothing.
 * A language that the site does not offer counts as none.
 * @param fanLocale the language of the signed-in fan's account, where the page knows it
 */
export function pageLanguage(
  url: URL,
  headers: Headers,
  offered: OfferedLanguages,
  fanLocale?: Locale,
): PageLanguage {
  const asked = url.searchParams.get("lang");
  if (isOffered(asked, offered)) return { locale: asked, from: "address" };
  const chosen = cookieOf(headers, LANGUAGE_COOKIE);
  if (isOffered(chosen, offered)) return { locale: chosen, from: "cookie" };
  const preferred = headers.get("accept-language");
  if (preferred === null && isOffered(fanLocale, offered))
    return { locale: fanLocale, from: "fan" };
  return { locale: preferredLocale(preferred, offered), from: "browser" };
}

/** The value of a cookie, or undefined. */
export function cookieOf(headers: Headers, name: string): string | undefined {
  for (const pair of (headers.get("cookie") ?? "").split(";")) {
    const [key = "", ...value] = pair.split("=");
    if (key.trim() === name) return value.join("=").trim();
  }
  return undefined;
}

export function languageCookie(locale: Locale, secure: boolean): string {
  const flags = `Path=/; Max-Age=31536000; SameSite=Lax${secure ? "; Secure" : ""}`;
  return `${LANGUAGE_COOKIE}=${locale}; ${flags}`;
}
