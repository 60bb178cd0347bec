import type { z } from "@hono/zod-openapi";
import type { TypedResponse } from "hono";
import type { Failure } from "../failure.ts";
import { httpFailures, problemResponse } from "./problem.ts";

/** What any request may be refused for whose parameters are checked. */
export const formFailures = [httpFailures.invalid_request];

/** The same for requests with a body. */
export const bodyFailures = [
  httpFailures.invalid_request,
  httpFailures.malformed_json,
  httpFailures.body_too_large,
];

/** An answer whose body is no value of the route's schema, such as a problem or a stream. */
type RawAnswer = Response & TypedResponse<never, never, never>;

/** A problem document fits every route, because `problemResponses` described it there. */
export function refuse(failure: Failure, requestId?: string): RawAnswer {
  return rawAnswer(problemResponse(failure, requestId));
}

/** Passes a finished response through a described route. */
export function rawAnswer(response: Response): RawAnswer {
  // The type only says that there is no body to be compared with the route's own.
  return response as RawAnswer;
}

/** The body of a request, in a route's description. */
export function jsonBody<Schema extends z.ZodType>(schema: Schema) {
  return { required: true, content: { "application/json": { schema } } } as const;
}

/** An answer, in a route's description. */
export function jsonAnswer<Schema extends z.ZodType>(description: string, schema: Schema) {
  return { description, content: { "application/json": { schema } } } as const;
}
