import { createHash } from "node:crypto";
import type { z } from "@hono/zod-openapi";
import type { TypedResponse } from "hono";
import type { Failure } from "../../../platform/failure.ts";
import { httpFailures, problemResponse } from "../../../platform/http/problem.ts";

/** What any request may be refused for whose parameters are checked. */
export const formFailures = [httpFailures.invalid_request];

/** The same for requests with a body. */
export const bodyFailures = [
  httpFailures.invalid_request,
  httpFailures.malformed_json,
  httpFailures.body_too_large,
];

/** A problem document fits every route, because `problemResponses` described it there. */
type Refusal = Response & TypedResponse<never, never, never>;

export function refuse(failure: Failure, requestId: string): Refusal {
  // The type only says that there is no body to be compared with the route's own.
  return problemResponse(failure, requestId) as Refusal;
}

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

/** The body of a request, in a route's description. */
export function jsonBody<Schema extends z.ZodType>(schema: Schema) {
  return { required: true, content: { "application/json": { schema } } } as const;
}

/** An answer, in a route's description. */
export function jsonAnswer<Schema extends z.ZodType>(description: string, schema: Schema) {
  return { description, content: { "application/json": { schema } } } as const;
}

export const notModified = { description: "The client has the newest version already" } as const;
