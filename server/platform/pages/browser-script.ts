import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { raw } from "hono/html";
import { invariant } from "../failure.ts";

/** A script within a page, and the words by which the content security policy permits it. */
export interface InlineScript {
  readonly element: ReturnType<typeof raw>;
  /** For `script-src`: the digest of exactly this script, so that no other one runs. */
  readonly source: string;
}

/**
 * A script for browsers, written in TypeScript beside the pages (in a folder `browser/`), with what
 * it imports in one piece. It is made at the first request and kept.
 * @param entry the file's URL: `new URL("../browser/sale.ts", import.meta.url)`
 */
export function browserScript(entry: URL): () => Promise<InlineScript> {
  let script: Promise<InlineScript> | undefined;
  return () => (script ??= bundle(fileURLToPath(entry)));
}

async function bundle(path: string): Promise<InlineScript> {
  const built = await Bun.build({
    entrypoints: [path],
    target: "browser",
    format: "iife",
    minify: true,
  });
  const code = (await built.outputs[0]?.text())?.trim() ?? "";
  invariant(code !== "" && !code.includes("</script"), "a page's script can stand in the page");
  return {
    element: raw(`<script>${code}</script>`),
    source: `'sha256-${createHash("sha256").update(code).digest("base64")}'`,
  };
}
