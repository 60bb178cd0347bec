import type { z } from "@hono/zod-openapi";
import type { FailureKind } from "../../../platform/failure.ts";
import { accountFailures } from "../failures.ts";
import { addressLimits, emailLimits, type Limit } from "./request-limits.ts";
import { type answers, bodies, queries } from "./schema.ts";

/** One route of better-auth that is offered; all others lead nowhere. */
export interface SignInRoute {
  readonly method: "get" | "post";
  readonly path: string;
  readonly summary: string;
  readonly body?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** Whether the answer always sends the browser on, instead of only when it says where to. */
  readonly redirects?: boolean;
  readonly answer: keyof typeof answers;
  readonly failures: readonly FailureKind[];
  readonly perAddress: Limit;
  /** A limit for the e-mail address in this member of the body; counters of one kind are shared. */
  readonly perEmail?: { readonly member: string; readonly kind: string; readonly limit: Limit };
  /** Whether a password is hashed, so that the request has to wait for a slot. */
  readonly hashes?: boolean;
  /** The answer takes at least so long, so that its time does not tell known addresses apart. */
  readonly leastMs?: number;
}

const f = accountFailures;
const mailsTo = (member: string) => ({ member, kind: "mails", limit: emailLimits.mails });
const session = [f.not_signed_in, f.foreign_origin];

/** Also behind the form of the sign-in page. */
export const magicLinkRoute: SignInRoute = {
  method: "post",
  path: "/sign-in/magic-link",
  summary: "Mail a sign-in link; a new address becomes a fan when the link is used",
  body: bodies.magicLink,
  answer: "mailed",
  failures: [f.foreign_origin, f.invalid_callback_url],
  perAddress: addressLimits.signIn,
  perEmail: mailsTo("email"),
};

/** Also behind the button of the account page. */
export const signOutRoute: SignInRoute = {
  method: "post",
  path: "/sign-out",
  summary: "End the session",
  answer: "done",
  failures: [f.foreign_origin],
  perAddress: addressLimits.sessionRead,
};

/** Also behind the sign-in page's button of the other service. */
export const otherServiceRoute: SignInRoute = {
  method: "post",
  path: "/sign-in/social",
  summary: "Where to go to sign in by the configured OpenID Connect issuer",
  body: bodies.otherService,
  answer: "address",
  failures: [f.oidc_not_configured, f.foreign_origin, f.invalid_callback_url, f.oidc_unreachable],
  perAddress: addressLimits.signIn,
};

/** Also behind the form of the reset page. */
export const resetPasswordRoute: SignInRoute = {
  method: "post",
  path: "/reset-password",
  summary: "Choose a new password with the mailed token; ends all sessions",
  body: bodies.resetPassword,
  answer: "done",
  failures: [f.invalid_token, f.foreign_origin, f.sign_in_busy],
  perAddress: addressLimits.accountChange,
  hashes: true,
};

export const signInRoutes: readonly SignInRoute[] = [
  magicLinkRoute,
  signOutRoute,
  resetPasswordRoute,
  otherServiceRoute,
  {
    method: "get",
    path: "/callback/oidc",
    summary: "Where the OpenID Connect issuer sends the browser back to; always redirects",
    query: queries.callback,
    redirects: true,
    answer: "done",
    failures: [],
    perAddress: addressLimits.signIn,
  },
  {
    method: "post",
    path: "/sign-up/email",
    summary: "Sign up with e-mail and password; the answer is the same for a known address",
    body: bodies.signUp,
    answer: "mailed",
    failures: [f.foreign_origin, f.invalid_callback_url, f.sign_in_busy],
    perAddress: addressLimits.signIn,
    perEmail: mailsTo("email"),
    hashes: true,
  },
  {
    method: "post",
    path: "/sign-in/email",
    summary: "Sign in with e-mail and password",
    body: bodies.signIn,
    answer: "fan",
    failures: [f.invalid_email_or_password, f.email_not_verified, f.foreign_origin, f.sign_in_busy],
    perAddress: addressLimits.signIn,
    perEmail: { member: "email", kind: "passwords", limit: emailLimits.passwordTries },
    hashes: true,
  },
  {
    method: "get",
    path: "/magic-link/verify",
    summary: "Use a mailed sign-in link; redirects when a callback URL is given",
    query: queries.mailToken,
    answer: "fan",
    failures: [f.invalid_token, f.invalid_callback_url],
    perAddress: addressLimits.mailToken,
  },
  {
    method: "get",
    path: "/passkey/generate-authenticate-options",
    summary: "What a browser asks a passkey for, to sign in; sets a cookie for five minutes",
    query: queries.none,
    answer: "passkeyOptions",
    failures: [],
    perAddress: addressLimits.signIn,
  },
  {
    method: "post",
    path: "/passkey/verify-authentication",
    summary: "Sign in with a passkey's answer; each challenge counts once",
    body: bodies.passkeySignIn,
    answer: "fan",
    failures: [f.passkey_unknown, f.passkey_refused, f.passkey_challenge_over, f.foreign_origin],
    perAddress: addressLimits.signIn,
  },
  {
    method: "get",
    path: "/passkey/generate-register-options",
    summary: "What a browser asks for, to make a passkey for the signed-in fan",
    query: queries.none,
    answer: "passkeyOptions",
    failures: [f.not_signed_in, f.sign_in_again],
    perAddress: addressLimits.accountChange,
  },
  {
    method: "post",
    path: "/passkey/verify-registration",
    summary: "Add a passkey to the signed-in fan's account; a mail tells of it",
    body: bodies.addPasskey,
    answer: "passkey",
    failures: [...session, f.sign_in_again, f.passkey_refused, f.passkey_challenge_over],
    perAddress: addressLimits.accountChange,
  },
  {
    method: "get",
    path: "/get-session",
    summary: "The session of this browser, if there is one",
    answer: "session",
    failures: [],
    perAddress: addressLimits.sessionRead,
  },
  {
    method: "post",
    path: "/request-password-reset",
    summary: "Mail a link to choose a new password; the answer is the same for an unknown address",
    body: bodies.requestReset,
    answer: "mailed",
    failures: [f.foreign_origin],
    perAddress: addressLimits.accountChange,
    perEmail: mailsTo("email"),
    leastMs: 150,
  },
  {
    method: "post",
    path: "/change-password",
    summary: "Change the password; ends all other sessions unless told otherwise",
    body: bodies.changePassword,
    answer: "done",
    failures: [...session, f.invalid_password, f.no_password, f.sign_in_busy],
    perAddress: addressLimits.accountChange,
    hashes: true,
  },
  {
    method: "post",
    path: "/change-email",
    summary: "Ask for another e-mail address: the old one approves, then the new one confirms",
    body: bodies.changeEmail,
    answer: "mailed",
    failures: [...session, f.email_is_the_same, f.invalid_callback_url],
    perAddress: addressLimits.accountChange,
    perEmail: mailsTo("newEmail"),
  },
  {
    method: "post",
    path: "/send-verification-email",
    summary: "Mail the link that confirms an e-mail address again",
    body: bodies.sendVerification,
    answer: "mailed",
    failures: [f.foreign_origin, f.email_mismatch, f.email_already_verified],
    perAddress: addressLimits.accountChange,
    perEmail: mailsTo("email"),
  },
  {
    method: "get",
    path: "/verify-email",
    summary: "Use a mailed link that confirms or changes an e-mail address",
    query: queries.mailToken,
    answer: "done",
    failures: [f.invalid_token, f.token_expired, f.email_mismatch, f.invalid_callback_url],
    perAddress: addressLimits.mailToken,
  },
];
