import type { Brand, BrandSource } from "../brand.ts";
import type { Locale } from "../locales.ts";
import { pageLanguage, type PageLanguage } from "./language.ts";

/** What every page knows of the request that it answers. */
export interface PageView extends PageLanguage {
  readonly brand: Brand;
  readonly brandName: string;
  /** Whether the fan asked that the page should not load itself again. */
  readonly isStill: boolean;
  /** The page's own path with its query, without the language. */
  readonly path: string;
  /** A link to another page of this site, in the same language where the address decided that. */
  link(path: string): string;
  /** The link that chooses another language and comes back. */
  switchTo(locale: Locale): string;
}

interface ViewOptions {
  /** The language of the signed-in fan's account, where the page knows it. */
  readonly fanLocale?: Locale | undefined;
  /** Where the page stands by itself, if it answers a form that was sent to another address. */
  readonly path?: string | undefined;
}

export function viewPage(
  request: Pick<Request, "url" | "headers">,
  brands: BrandSource,
  { fanLocale, path: ownPath }: ViewOptions = {},
): PageView {
  const url = new URL(request.url);
  const brand = brands.current();
  const language = pageLanguage(url, request.headers, brand, fanLocale);
  url.searchParams.delete("lang");
  const path = ownPath ?? url.pathname + url.search;
  return {
    ...language,
    brand,
    brandName: brand.name,
    isStill: url.searchParams.get("refresh") === "off",
    path,
    link: (to) => (language.from === "address" ? withLanguage(to, language.locale) : to),
    switchTo: (locale) =>
      `/language?${new URLSearchParams({ lang: locale, next: path }).toString()}`,
  };
}

function withLanguage(path: string, locale: Locale): string {
  const [before = "", fragment] = path.split("#");
  const asked = `${before}${before.includes("?") ? "&" : "?"}lang=${locale}`;
  return fragment === undefined ? asked : `${asked}#${fragment}`;
}
