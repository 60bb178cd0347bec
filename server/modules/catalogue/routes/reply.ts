import { createHash } from "node:crypto";

/**
 * A public document with its entity tag, or 304 for who has it already (RFC 9110, section 13.1.2).
 * Caches may keep it but ask each time, so that a changed price is seen at once.
 */
export function replyPublic(ifNoneMatch: string | undefined, document: unknown): Response {
  const text = JSON.stringify(document);
  const tag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 27)}"`;
  const headers = { etag: tag, "cache-control": "public, no-cache" };
  const candidates = (ifNoneMatch ?? "").split(",");
  const known = new Set(candidates.map((candidate) => candidate.trim().replace(/^W\//, "")));
  if (known.has(tag) || known.has("*")) return new Response(null, { status: 304, headers });
  return new Response(text, { headers: { ...headers, "content-type": "application/json" } });
}

export const notModified = { description: "The client has the newest version already" } as const;
