import { createHash } from "node:crypto";
import { languageCookie } from "./language.ts";
import { renderPage, type PageContent } from "./layout.ts";
import { pageStyleOf } from "./page-style.ts";
import type { PageView } from "./page-view.ts";

/** A page as it goes out: made once, sent to one or to many. */
export interface PageBytes {
  readonly plain: Uint8Array<ArrayBuffer>;
  readonly zipped: Uint8Array<ArrayBuffer>;
  readonly etag: string;
  readonly policy: string;
}

/** Only what the page carries itself is applied or run; nothing is loaded from anywhere else. */
function contentPolicy(view: PageView, page: PageContent): string {
  const script = page.script === undefined ? "" : ` script-src ${page.script.source};`;
  return `default-src 'none'; style-src ${pageStyleOf(view.brand).source};${script} connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
}

export async function pageBytes(view: PageView, page: PageContent): Promise<PageBytes> {
  const text = String(await renderPage(view, page));
  const plain = new TextEncoder().encode(text);
  const digest = createHash("sha256").update(plain).digest("base64url").slice(0, 16);
  return {
    plain,
    zipped: Bun.gzipSync(plain, { level: 5 }),
    etag: `W/"${digest}"`,
    policy: contentPolicy(view, page),
  };
}

export interface PageOptions {
  readonly status?: number | undefined;
  readonly setCookie?: readonly string[] | undefined;
  readonly secure: boolean;
}

/** A page for one fan: kept by nobody on the way. */
export async function privatePage(
  request: Request,
  view: PageView,
  page: PageContent,
  options: PageOptions,
): Promise<Response> {
  const bytes = await pageBytes(view, page);
  const headers = headersOf(request, bytes, view);
  headers.set("cache-control", "no-store");
  // A language that stands in the address is kept: the next page's address may not have it.
  if (view.from === "address") {
    headers.append("set-cookie", languageCookie(view.locale, options.secure));
  }
  for (const cookie of options.setCookie ?? []) headers.append("set-cookie", cookie);
  return new Response(bodyOf(request, bytes), { status: options.status ?? 200, headers });
}

/** A page that is the same for everybody who reads its language; any cache may keep it a while. */
export function publicPage(
  request: Request,
  view: PageView,
  bytes: PageBytes,
  maxAgeSeconds: number,
): Response {
  const headers = headersOf(request, bytes, view);
  headers.set("cache-control", `public, max-age=${maxAgeSeconds}`);
  headers.set("etag", bytes.etag);
  if (request.headers.get("if-none-match") === bytes.etag) {
    return new Response(null, { status: 304, headers });
  }
  return new Response(bodyOf(request, bytes), { headers });
}

/** Sends the browser on after a form; it loads the next page by GET. */
export function seeOther(path: string, setCookie: readonly string[] = []): Response {
  const headers = new Headers({ location: path, "cache-control": "no-store" });
  for (const cookie of setCookie) headers.append("set-cookie", cookie);
  return new Response(null, { status: 303, headers });
}

function headersOf(request: Request, bytes: PageBytes, view: PageView): Headers {
  const vary = view.from === "address" ? "" : ", accept-language, cookie";
  const headers = new Headers({
    "content-type": "text/html; charset=utf-8",
    "content-language": view.locale,
    "content-security-policy": bytes.policy,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "strict-origin-when-cross-origin",
    vary: `accept-encoding${vary}`,
  });
  if (takesGzip(request)) headers.set("content-encoding", "gzip");
  return headers;
}

function bodyOf(request: Request, bytes: PageBytes): Uint8Array<ArrayBuffer> | null {
  if (request.method === "HEAD") return null;
  return takesGzip(request) ? bytes.zipped : bytes.plain;
}

function takesGzip(request: Request): boolean {
  const accepted = request.headers.get("accept-encoding") ?? "";
  return /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/.test(accepted);
}
