import { DatabaseError } from "pg";
import { systemCodeOf } from "./embedded-postgres-error.ts";

/**
 * Connection exceptions (class 08), a server that shuts down, crashed or starts (57P01 to 57P03),
 * and one that has no connection left (53300):
 * https://www.postgresql.org/docs/18/errcodes-appendix.html
 */
const AWAY_STATES = /^(?:08...|57P0[123]|53300)$/;

/** What pg and its pool throw, without any code, when a connection ends or none comes to be. */
const AWAY_MESSAGES =
  /^(?:Connection terminated\b|timeout exceeded when trying to connect$|timeout expired$|Query read timeout$|Client (?:has encountered a connection error|was closed) and is not queryable$)/;

/** System calls on the socket; a file's errors name others. */
const SOCKET_CALLS = new Set(["connect", "read", "write", "getaddrinfo"]);

const SOCKET_CODES = new Set([
  "EAI_AGAIN",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  // The folder of a unix socket is there, the socket is not.
  "ENOENT",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
]);

/**
 * Whether the error says that the database cannot be reached at the moment, and not that it was
 * asked something wrong. A write that failed so may have been done all the same.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof DatabaseError) return AWAY_STATES.test(error.code ?? "");
  if (AWAY_MESSAGES.test(error.message)) return true;
  const { syscall } = error as NodeJS.ErrnoException;
  return SOCKET_CALLS.has(syscall ?? "") && SOCKET_CODES.has(systemCodeOf(error) ?? "");
}
