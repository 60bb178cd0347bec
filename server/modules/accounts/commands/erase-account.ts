import { inTransaction, type Tx } from "../../../platform/database/database.ts";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import { offeredLocale } from "../../../platform/locales.ts";
import type { Platform } from "../../../platform/platform.ts";
import { accountFailures } from "../failures.ts";
import { findProof } from "../queries/find-proof.ts";
import { isSecondFactorMissing } from "../rules/second-factor.ts";
import { rememberErasure, type ErasedFans } from "../sessions/erased-fans.ts";
import type { FanId, OperatorId } from "../sessions/identities.ts";
import { mailText } from "../sign-in/mail-texts.ts";
import { accountsIn } from "../store.ts";
import { hashOfSecret } from "./create-api-key.ts";
import { recordOperatorAction } from "./record-operator-action.ts";
import type { PersonalData } from "./register-personal-data.ts";
import { isLastOwner } from "./remove-operator.ts";

export interface ErasureDeps {
  readonly platform: Pick<Platform, "brand" | "clock" | "config" | "database" | "events" | "mail">;
  /** What all modules hold; read at each erasure, since they register after this one is made. */
  readonly personalData: { readonly parts: readonly PersonalData[] };
  readonly erasedFans: Pick<ErasedFans, "add">;
}

export interface Erasure {
  readonly fanId: FanId;
  readonly sessionId: string;
  /** From the mailed link. */
  readonly token: string;
  readonly requestId: string;
}

/**
 * Erases an account and what every module holds of it, all in one transaction, which also records
 * `FanErased`, mails the last word and ends all sessions; their cookies count here no more at once,
 * and on other servers a second later.
 * @returns `erasure_link_invalid`, `second_factor_missing`, `last_owner`, or why a module must keep
 * the account for now
 */
export async function eraseAccount(deps: ErasureDeps, erasure: Erasure): Promise<Result<void>> {
  const { platform, personalData, erasedFans } = deps;
  const { fanId } = erasure;
  // Asked beforehand, because the answers take connections that a transaction would wait for.
  for (const part of personalData.parts) {
    const may = await part.mayErase(fanId);
    if (!may.ok) return may;
  }
  const erased = await inTransaction(platform.database, async (tx) => {
    const confirmed = await useErasureLink(tx, erasure, new Date(platform.clock.wallMs()));
    if (!confirmed) {
      return fail(accountFailures.erasure_link_invalid, "Ask for a new link on your account page.");
    }
    const proof = await findProof(tx, fanId, erasure.sessionId);
    if (isSecondFactorMissing(proof, platform.config.requireSecondFactor)) {
      return fail(accountFailures.second_factor_missing, "Enter a code in this session first.");
    }
    if (await isLastOwner(tx, fanId)) {
      return fail(accountFailures.last_owner, "Appoint another owner first.");
    }
    await recordLeaving(tx, erasure);
    for (const part of personalData.parts) await part.erase(tx, fanId);
    await platform.events.record(tx, {
      type: "FanErased",
      subject: `fan:${fanId}`,
      payload: { fanId },
    });
    await eraseFan(deps, tx, fanId);
    await rememberErasure(tx, fanId);
    return ok(undefined);
  });
  if (erased.ok) erasedFans.add(fanId);
  return erased;
}

/** Locks the link, so that the account is erased once. The token alone says nothing of whose. */
async function useErasureLink(tx: Tx, { fanId, token }: Erasure, now: Date): Promise<boolean> {
  const link = await accountsIn(tx)
    .selectFrom("erasure_links")
    .select("expires_at")
    .where("fan_id", "=", fanId)
    .where("token_hash", "=", hashOfSecret(token))
    .forUpdate()
    .executeTakeFirst();
  return link !== undefined && link.expires_at > now;
}

/** A member of the staff who leaves this way is a line of the audit log. */
async function recordLeaving(tx: Tx, { fanId, requestId }: Erasure): Promise<void> {
  const operator = await accountsIn(tx)
    .selectFrom("operators")
    .innerJoin("fans", "fans.id", "operators.fan_id")
    .select(["operators.role", "fans.name"])
    .where("operators.fan_id", "=", fanId)
    .executeTakeFirst();
  if (operator === undefined) return;
  await recordOperatorAction(tx, {
    operator: { id: fanId as string as OperatorId, ...operator },
    action: "operator.erased",
    subject: `fan:${fanId}`,
    details: { role: operator.role },
    requestId,
  });
}

/** Everything of this module's hangs on the fan's row and goes with it. */
async function eraseFan({ platform }: ErasureDeps, tx: Tx, fanId: FanId): Promise<void> {
  const gone = await accountsIn(tx)
    .deleteFrom("fans")
    .where("id", "=", fanId)
    .returning(["email", "locale"])
    .executeTakeFirstOrThrow();
  const sender = platform.brand.current();
  const locale = offeredLocale(gone.locale, sender);
  await platform.mail.forget(tx, gone.email);
  await platform.mail.send(tx, {
    to: gone.email,
    key: `accounts:account_erased:${fanId}`,
    ...mailText("account_erased", locale, { brand: sender.name }),
  });
}
