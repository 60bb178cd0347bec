import { defineFailures } from "../../platform/failure.ts";

/** Every expected failure of the module, those of better-auth included, in Millet's words. */
export const accountFailures = defineFailures({
  not_signed_in: { status: 401, title: "Sign in first" },
  operators_only: { status: 403, title: "Only operators may do this" },
  permission_missing: { status: 403, title: "This operator's role does not allow this" },
  foreign_origin: { status: 403, title: "The request was started by a foreign page" },
  api_key_invalid: { status: 401, title: "There is no such API key" },
  api_key_revoked: { status: 401, title: "The API key was revoked" },
  api_key_expired: { status: 401, title: "The API key has expired" },
  api_key_not_found: { status: 404, title: "There is no such API key" },
  fan_not_found: { status: 404, title: "There is no such fan" },
  operator_not_found: { status: 404, title: "There is no such operator" },
  last_owner: { status: 409, title: "The last owner must stay" },
  owner_link_invalid: { status: 401, title: "The owner's link is used, too old or wrong" },
  too_many_requests: { status: 429, title: "Too many requests" },
  sign_in_busy: { status: 503, title: "Too many people are signing in at this moment" },
  invalid_email_or_password: { status: 401, title: "The e-mail address or the password is wrong" },
  email_not_verified: { status: 403, title: "The e-mail address is not confirmed yet" },
  invalid_password: { status: 400, title: "The password is wrong" },
  no_password: { status: 400, title: "The account has no password; ask for a reset to set one" },
  invalid_token: { status: 400, title: "The link is used, too old or wrong" },
  token_expired: { status: 401, title: "The link has expired" },
  invalid_callback_url: { status: 403, title: "The callback URL leads to a foreign site" },
  email_is_the_same: { status: 400, title: "This is the e-mail address already" },
  email_already_verified: { status: 400, title: "The e-mail address is confirmed already" },
  email_mismatch: { status: 400, title: "This is not the e-mail address of the signed-in fan" },
  sign_in_refused: { status: 400, title: "The sign-in service refused the request" },
});

/** What every route behind `requireOperator` may answer with. */
export const guardFailures = [
  accountFailures.not_signed_in,
  accountFailures.api_key_invalid,
  accountFailures.api_key_revoked,
  accountFailures.api_key_expired,
  accountFailures.operators_only,
  accountFailures.permission_missing,
  accountFailures.foreign_origin,
];
