import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import type { BrandSource } from "../brand.ts";
import type { Config } from "../config.ts";
import type { Mount } from "../http/app.ts";
import { httpFailures, problemResponse } from "../http/problem.ts";
import { createRouter } from "../http/router.ts";
import type { Log } from "../log.ts";
import { languageCookie } from "../pages/language.ts";
import { viewPage } from "../pages/page-view.ts";
import { readBuiltFiles } from "./built-files.ts";
import { renderShell, renderUnbuilt } from "./shell.ts";

const BUILT = fileURLToPath(new URL("../../../web/dist", import.meta.url));

/** The pages of the web app; it finds its own way below them. */
const PAGES = ["/console", "/console/*", "/me", "/me/*"];

/** File names change with what is in them. */
const FOREVER = "public, max-age=31536000, immutable";

export interface WebAppDeps {
  readonly brand: BrandSource;
  readonly config: Config;
  readonly log: Log;
  /** Where the built app is; tests have one of their own. */
  readonly folder?: string;
}

/**
 * The web app: its files under `/app/assets/`, and for each of its pages the same small document
 * that loads it. Without a build its pages say how to make one.
 */
export function webAppMounts(deps: WebAppDeps): Mount[] {
  const { brand, config, log, folder = BUILT } = deps;
  const files = readBuiltFiles(folder);
  if (files === undefined) log.warn("the web app has not been built: npm run build");
  const router = createRouter();
  router.get("/app/assets/:name", (context) => {
    const path = files?.pathOf(`assets/${context.req.param("name")}`);
    if (path === undefined) {
      const detail = `The web app has no file ${context.req.param("name").slice(0, 80)}.`;
      return problemResponse({ kind: httpFailures.not_found, detail }, context.get("requestId"));
    }
    return serveFile(path, context.req.header("accept-encoding"));
  });
  for (const path of PAGES) {
    router.get(path, async (context) => {
      const view = viewPage(context.req.raw, brand);
      const nonce = randomBytes(16).toString("base64");
      const page = files === undefined ? renderUnbuilt(view) : renderShell(view, files, nonce);
      const headers = new Headers({
        "content-type": "text/html; charset=utf-8",
        "content-language": view.locale,
        "content-security-policy": contentPolicy(nonce),
        "cache-control": "no-store",
        vary: "accept-language, cookie",
      });
      if (view.from === "address") {
        const secure = config.baseUrl.startsWith("https:");
        headers.append("set-cookie", languageCookie(view.locale, secure));
      }
      return new Response(String(await page), { status: files === undefined ? 503 : 200, headers });
    });
  }
  return [{ path: "/", router, chain: "standard" }];
}

/**
 * Scripts come from this server's own files alone; a style sheet that the component library writes
 * at run time carries the page's nonce. Pictures may be made in the page, as charts are to be kept.
 */
function contentPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

async function serveFile(path: string, accepted = ""): Promise<Response> {
  const file = Bun.file(path);
  const headers = new Headers({
    "content-type": file.type,
    "cache-control": FOREVER,
    vary: "accept-encoding",
  });
  if (!/\bgzip\b/.test(accepted)) return new Response(file, { headers });
  headers.set("content-encoding", "gzip");
  return new Response(await zippedOnce(path), { headers });
}

const zipped = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();

/** Each file is compressed at its first request, and kept: a build has a few dozen. */
function zippedOnce(path: string): Promise<Uint8Array<ArrayBuffer>> {
  let bytes = zipped.get(path);
  if (bytes === undefined) {
    bytes = Bun.file(path)
      .bytes()
      .then((plain) => Bun.gzipSync(plain, { level: 9 }));
    zipped.set(path, bytes);
  }
  return bytes;
}
