import { z } from "@hono/zod-openapi";
import type { Failure, FailureKind, FailureStatus } from "../../../platform/failure.ts";
import { httpFailures, problemResponse } from "../../../platform/http/problem.ts";
import { accountFailures as failures } from "../failures.ts";
import { answers } from "./schema.ts";

/** better-auth's codes in Millet's words; a code that is missing here is only put in lower case. */
const kindByCode: Readonly<Record<string, FailureKind>> = {
  UNAUTHORIZED: failures.not_signed_in,
  INVALID_EMAIL_OR_PASSWORD: failures.invalid_email_or_password,
  // Somebody else was a moment faster.
  FAILED_TO_CREATE_USER: failures.sign_in_refused,
  FAILED_TO_CREATE_SESSION: failures.sign_in_refused,
  EMAIL_NOT_VERIFIED: failures.email_not_verified,
  INVALID_PASSWORD: failures.invalid_password,
  CREDENTIAL_ACCOUNT_NOT_FOUND: failures.no_password,
  INVALID_TOKEN: failures.invalid_token,
  // The link was for an address that no account has any more: it was used before.
  USER_NOT_FOUND: failures.invalid_token,
  TOKEN_EXPIRED: failures.token_expired,
  INVALID_USER: failures.email_mismatch,
  EMAIL_MISMATCH: failures.email_mismatch,
  EMAIL_ALREADY_VERIFIED: failures.email_already_verified,
  EMAIL_IS_THE_SAME: failures.email_is_the_same,
  PASSKEY_NOT_FOUND: failures.passkey_unknown,
  AUTHENTICATION_FAILED: failures.passkey_refused,
  FAILED_TO_VERIFY_REGISTRATION: failures.passkey_refused,
  YOU_ARE_NOT_ALLOWED_TO_REGISTER_THIS_PASSKEY: failures.passkey_refused,
  CHALLENGE_NOT_FOUND: failures.passkey_challenge_over,
  SESSION_NOT_FRESH: failures.sign_in_again,
  PROVIDER_NOT_FOUND: failures.oidc_not_configured,
  OIDC_UNREACHABLE: failures.oidc_unreachable,
  INVALID_CALLBACK_URL: failures.invalid_callback_url,
  INVALID_ORIGIN: failures.foreign_origin,
  MISSING_OR_NULL_ORIGIN: failures.foreign_origin,
  CROSS_SITE_NAVIGATION_LOGIN_BLOCKED: failures.foreign_origin,
};

const STATUSES = new Set([400, 401, 403, 404, 405, 409, 413, 415, 422, 429]);

const errorSchema = z.object({ code: z.string().optional(), message: z.string().optional() });

/** Stands before a path of this site, which is no whole address. */
const NOWHERE = "http://relative.invalid";

/** Codes in redirects are text in an address, and end up in an address of ours. */
const CODE = /^[A-Za-z_]{1,60}$/;

/** What the client gets for an answer of better-auth's; cookies that it sets are kept. */
export async function presentAnswer(
  response: Response,
  answer: keyof typeof answers,
  options: { readonly redirects: boolean; readonly requestId: string },
): Promise<Response> {
  const { redirects, requestId } = options;
  const location = response.headers.get("location");
  if (response.status === 302 && location !== null) {
    const code = new URL(location, NOWHERE).searchParams.get("error");
    if (redirects) return redirect(response, location, code);
    if (code !== null)
      return withCookies(problemResponse(failureOf(code, 400), requestId), response);
  }
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) {
    const { code, message = "" } = errorSchema.safeParse(body).data ?? {};
    const known = code ?? message.toUpperCase().replaceAll(" ", "_");
    return withCookies(problemResponse(failureOf(known, response.status), requestId), response);
  }
  return withCookies(Response.json(answers[answer].parse(body)), response);
}

/** Sends the browser on; a code of failure in the query becomes one of ours. */
function redirect(response: Response, location: string, code: string | null): Response {
  if (code === null) {
    return withCookies(new Response(null, { status: 302, headers: { location } }), response);
  }
  const url = new URL(location, NOWHERE);
  url.searchParams.set("error", codeOf(code));
  // Whoever made the failure could have written a text of their own here.
  url.searchParams.delete("error_description");
  const target = url.href.startsWith(NOWHERE) ? url.href.slice(NOWHERE.length) : url.href;
  return withCookies(new Response(null, { status: 302, headers: { location: target } }), response);
}

function codeOf(code: string): string {
  const known = kindByCode[code]?.code;
  if (known !== undefined) return known;
  return CODE.test(code) ? code.toLowerCase() : failures.sign_in_refused.code;
}

function failureOf(code: string, status: number): Failure {
  const known = kindByCode[code];
  if (known !== undefined) return { kind: known, detail: `${known.title}.` };
  if (!STATUSES.has(status)) {
    return { kind: httpFailures.internal_error, detail: "The error was recorded." };
  }
  const kind = {
    code: /^[A-Z_]+$/.test(code) ? code.toLowerCase() : failures.sign_in_refused.code,
    status: status as FailureStatus,
    title: failures.sign_in_refused.title,
  };
  return { kind, detail: `${kind.title}.` };
}

function withCookies(made: Response, original: Response): Response {
  for (const cookie of original.headers.getSetCookie()) made.headers.append("set-cookie", cookie);
  made.headers.set("cache-control", "no-store");
  return made;
}
