import { expect, test } from "bun:test";
import { DatabaseError } from "pg";
import { isDatabaseAway } from "./database-away.ts";

function refusedWith(code: string): DatabaseError {
  const error = new DatabaseError("refused", 0, "error");
  error.code = code;
  return error;
}

function failedCall(syscall: string, code: string): Error {
  return Object.assign(new Error(`${syscall} ${code}`), { syscall, code });
}

const away: readonly (readonly [title: string, error: unknown])[] = [
  ["ends our session", refusedWith("57P01")],
  ["crashed", refusedWith("57P02")],
  ["is starting", refusedWith("57P03")],
  ["lost the connection", refusedWith("08006")],
  ["has no connection left", refusedWith("53300")],
  ["has no socket", failedCall("connect", "ENOENT")],
  ["is not listening", failedCall("connect", "ECONNREFUSED")],
  ["has closed the socket", failedCall("write", "EPIPE")],
  ["is gone in the middle of a query", new Error("Connection terminated unexpectedly")],
  ["does not answer", new Error("timeout exceeded when trying to connect")],
];

test.each([...away])("a database that %s is away", (_title, error) => {
  expect(isDatabaseAway(error)).toBe(true);
});

const other: readonly (readonly [title: string, error: unknown])[] = [
  ["a wrong statement", refusedWith("42601")],
  ["a broken constraint", refusedWith("23505")],
  ["a cancelled query", refusedWith("57014")],
  ["a missing file", failedCall("open", "ENOENT")],
  ["a bug", new TypeError("undefined is not an object")],
  ["what is no error", "Connection terminated"],
];

test.each([...other])("%s does not mean that the database is away", (_title, error) => {
  expect(isDatabaseAway(error)).toBe(false);
});
