import type { Failure } from "../../../platform/failure.ts";
import { refuse as refuseAnyRoute } from "../../../platform/http/route-parts.ts";

/** The platform's answer; RFC 9110, section 15.5.2, wants a 401 to say how to sign in as well. */
export function refuse(failure: Failure, requestId: string | undefined) {
  const answer = refuseAnyRoute(failure, requestId);
  if (answer.status === 401) answer.headers.set("www-authenticate", 'Bearer realm="millet"');
  return answer;
}
