import { parseArgs } from "node:util";
import { type Accounts, cliOperator } from "../modules/accounts/index.ts";
import type { Print } from "./print.ts";

/**
 * `owner-link [--reset-second-factor]`: a new link that signs in as the owner, and the way back for
 * an owner who has lost the second factor. Whoever may run this may read the database anyway; both
 * are lines of the audit log.
 */
export async function ownerLinkCommand(
  args: readonly string[],
  accounts: Accounts,
  print: Print,
): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { "reset-second-factor": { type: "boolean", default: false } },
    strict: true,
  });
  if (values["reset-second-factor"]) {
    const reset = await accounts.resetOwnerSecondFactor({ operator: cliOperator });
    if (!reset.ok) print("There is no owner yet, and no second factor to reset.");
    else print("The owner's second factor is gone. Set up another one with the next sign-in.");
  }
  const { url } = await accounts.createOwnerLink();
  print("Sign in as the owner, once, within 15 minutes:");
  print(url);
  return 0;
}
