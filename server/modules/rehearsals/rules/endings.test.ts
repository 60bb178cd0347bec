import { expect, test } from "bun:test";
import { endingOf } from "./endings.ts";

test.each([
  [true, undefined, "done", null],
  [true, "cancelled", "done", null],
  [false, "cancelled", "cancelled", "cancelled"],
  [false, "server_stopped", "cancelled", "server_stopped"],
  [false, "time_over", "failed", "time_over"],
  [false, "database_lost", "failed", "database_lost"],
  [false, undefined, "failed", "process_ended"],
] as const)("with a result (%p) and interrupted by %p it is %p (%p)", (has, by, state, reason) => {
  expect(endingOf(has, by)).toEqual({ state, reason });
});
