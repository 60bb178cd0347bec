import { fail, ok, type Result } from "../../../platform/failure.ts";
import { salesFailures } from "../failures.ts";
import type { LineOfSale } from "../line/line.ts";
import type { Registration } from "../line/registration-writer.ts";
import { decodeRegistrationLink } from "../rules/registration-link.ts";
import type { SignUpOrigin } from "../rules/sign-up-traces.ts";
import type { SalesContext } from "../sales-context.ts";
import { joinSale } from "./join-sale.ts";
import { registrationLinkKey } from "./mail-registration-link.ts";

/**
 * Whom a mailed link registers. Looking changes nothing: scanners of mail may.
 * @param signedInFanId who is signed in where the link was opened; nobody need be
 * Failures: link_invalid, link_expired, link_of_another_fan.
 */
export function readRegistrationLink(
  context: SalesContext,
  saleId: string,
  token: string,
  signedInFanId: string | undefined,
): Result<{ fanId: string }> {
  const nowMs = context.platform.clock.wallMs();
  const link = decodeRegistrationLink(token, saleId, registrationLinkKey(context), nowMs);
  if (!link.ok) {
    return fail(salesFailures[link.problem], "Ask for a new link on the page of the sale.");
  }
  if (signedInFanId !== undefined && signedInFanId !== link.fanId) {
    const detail = "You are signed in as somebody else; the link registers who it was mailed to.";
    return fail(salesFailures.link_of_another_fan, detail);
  }
  return ok({ fanId: link.fanId });
}

/**
 * Registers the fan whom the link was mailed to; the mailbox stands for the session. Used again, it
 * gives the same registration. Failures: those of looking, and of registering.
 */
export async function registerByLink(
  context: SalesContext,
  line: LineOfSale,
  token: string,
  signedInFanId: string | undefined,
  origin: SignUpOrigin,
): Promise<Result<Registration & { latecomer: boolean }>> {
  const link = readRegistrationLink(context, line.saleId, token, signedInFanId);
  if (!link.ok) return link;
  const { fanId } = link.value;
  // The account may have been erased since the mail was sent.
  const fans = await context.accounts.findFans([fanId]);
  if (!fans.has(fanId)) return fail(salesFailures.link_invalid, "Its account is no more.");
  return joinSale(context, line, fanId, { by: "mailed-link" }, origin);
}
