import { sayIn } from "../../ui/language.ts";
import { accountTexts } from "./account-texts.ts";

const CODES = [
  "sign_in_again",
  "invalid_password",
  "no_password",
  "email_is_the_same",
  "too_many_requests",
  "sign_in_busy",
  "second_factor_missing",
  "passkey_not_found",
  "session_not_found",
  "passkey_refused",
  "passkey_challenge_over",
  "not_signed_in",
  "invalid_request",
] as const;

/** What a refusal's code means for the account, in the reader's language. */
export function explainRefusal(code: string): string | undefined {
  const known = CODES.find((each) => each === code);
  return known === undefined ? undefined : sayIn(accountTexts)(`code_${known}`);
}
