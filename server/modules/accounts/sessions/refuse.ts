import type { TypedResponse } from "hono";
import type { Failure } from "../../../platform/failure.ts";
import { problemResponse } from "../../../platform/http/problem.ts";

/** A problem document, which fits every route: `problemResponses` described it already. */
export type Refusal = Response & TypedResponse<never, never, never>;

/** Turns a failure into its answer; RFC 9110, section 15.5.2, wants a 401 to say how to sign in. */
export function refuse(failure: Failure, requestId: string | undefined): Refusal {
  const response = problemResponse(failure, requestId);
  if (response.status === 401) response.headers.set("www-authenticate", 'Bearer realm="millet"');
  // The type only says that there is no body to be compared with a route's own.
  return response as Refusal;
}
