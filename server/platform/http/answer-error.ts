import { HTTPException } from "hono/http-exception";
import { isDatabaseAway } from "../database/database-away.ts";
import type { Log } from "../log.ts";
import { httpFailures, problemResponse } from "./problem.ts";

/** What becomes of an error that a handler threw: most are our mistakes, some the client's. */
export function answerError(
  error: unknown,
  log: Log,
  path: string,
  requestId: string | undefined,
): Response {
  if (error instanceof HTTPException) return httpExceptionResponse(error, requestId);
  if (isClientGone(error)) {
    const detail = "The connection was closed before the body was there.";
    return problemResponse({ kind: httpFailures.malformed_json, detail }, requestId);
  }
  if (isDatabaseAway(error)) {
    // Many meet the same outage; each gets one short line.
    const reason = error instanceof Error ? error.message : String(error);
    log.warn({ reason, path }, "the database was away");
    const detail = "The database does not answer. Look before you repeat what changes something.";
    const failure = { kind: httpFailures.unavailable, detail, retryAfterSeconds: 2 };
    return problemResponse(failure, requestId);
  }
  log.error({ err: error, path }, "unexpected error");
  const detail = "The error was recorded. Nothing more is known about what was done.";
  return problemResponse({ kind: httpFailures.internal_error, detail }, requestId);
}

/** Bun says so of a body that breaks off; anybody may do that, and nobody reads the answer. */
function isClientGone(error: unknown): boolean {
  return (
    error instanceof DOMException &&
    error.name === "AbortError" &&
    error.message === "The connection was closed."
  );
}

/** Hono and its validators throw these for bodies that they cannot read. */
function httpExceptionResponse(error: HTTPException, requestId: string | undefined): Response {
  if (error.status === 400) {
    const detail = "The body could not be read as JSON.";
    return problemResponse({ kind: httpFailures.malformed_json, detail }, requestId);
  }
  if (error.status === 413) {
    return problemResponse({ kind: httpFailures.body_too_large, detail: error.message }, requestId);
  }
  if (error.status === 415) {
    const detail = "Send the body with Content-Type: application/json.";
    return problemResponse({ kind: httpFailures.unsupported_media_type, detail }, requestId);
  }
  throw error;
}
