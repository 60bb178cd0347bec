import type { Router } from "../../server/platform/http/router.ts";

/** A page as its reader gets it. */
export interface VisitedPage {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  /** What a person reads: no markup, no style, no script; spaces are single. */
  readonly text: string;
  /** Where it stands, after every redirection. */
  readonly path: string;
}

interface Cookie {
  readonly value: string;
  readonly path: string;
}

/** Somebody with a browser without JavaScript: keeps cookies by path, follows redirections. */
export class PageVisitor {
  readonly cookies = new Map<string, Cookie>();
  private readonly app: Pick<Router, "request">;
  private readonly base: string;
  private readonly language: string | undefined;

  /** @param cookie of a session, as a `Cookie` header has it */
  constructor(
    app: Pick<Router, "request">,
    options: { base: string; cookie?: string; language?: string },
  ) {
    this.app = app;
    this.base = options.base;
    this.language = options.language;
    for (const pair of options.cookie?.split("; ") ?? []) {
      const at = pair.indexOf("=");
      this.cookies.set(`/ ${pair.slice(0, at)}`, { value: pair.slice(at + 1), path: "/" });
    }
  }

  open(path: string, headers: Record<string, string> = {}): Promise<VisitedPage> {
    return this.go("GET", path, headers);
  }

  /** Sends a form as a page of this site would. */
  submit(
    path: string,
    fields: Readonly<Record<string, string>>,
    headers: Record<string, string> = {},
  ): Promise<VisitedPage> {
    const body = new URLSearchParams(fields).toString();
    const form = {
      "content-type": "application/x-www-form-urlencoded",
      "content-length": String(Buffer.byteLength(body)),
      origin: this.base,
    };
    return this.go("POST", path, { ...form, ...headers }, body);
  }

  private async go(
    method: string,
    path: string,
    given: Record<string, string>,
    body?: string,
  ): Promise<VisitedPage> {
    const headers = new Headers(given);
    const cookie = this.cookieFor(path.split("?")[0] ?? "");
    if (cookie !== "") headers.set("cookie", cookie);
    if (this.language !== undefined) headers.set("accept-language", this.language);
    const init = body === undefined ? { method, headers } : { method, headers, body };
    const response = await this.app.request(`${this.base}${path}`, init, {});
    for (const line of response.headers.getSetCookie()) this.keep(line);
    const location = response.headers.get("location");
    if (location !== null) {
      const next = new URL(location, this.base);
      return this.go("GET", next.pathname + next.search, {});
    }
    const html = await response.text();
    return { status: response.status, headers: response.headers, html, text: textOf(html), path };
  }

  private cookieFor(path: string): string {
    return [...this.cookies]
      .filter(([, cookie]) => path === cookie.path || cookie.path === "/")
      .map(([key, { value }]) => `${key.split(" ")[1] ?? ""}=${value}`)
      .join("; ");
  }

  private keep(line: string): void {
    const [pair = "", ...attributes] = line.split("; ");
    const at = pair.indexOf("=");
    const path = attributes.find((attribute) => attribute.startsWith("Path="))?.slice(5) ?? "/";
    this.cookies.set(`${path} ${pair.slice(0, at)}`, { value: pair.slice(at + 1), path });
  }
}

function textOf(html: string): string {
  return html
    .replaceAll(/<(style|script|noscript)\b[\s\S]*?<\/\1>/g, " ")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll("&amp;", "&")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&#39;", "'")
    .replaceAll("&quot;", '"')
    .replaceAll(/\s+/g, " ")
    .trim();
}
