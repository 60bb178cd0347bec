import { inTransaction } from "../../../platform/database/database.ts";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import type { Actor } from "../../accounts/index.ts";
import { salesFailures } from "../failures.ts";
import type { AppealDecision } from "../rules/appeals.ts";
import type { SalesContext } from "../sales-context.ts";
import { salesIn, salesOf } from "../store.ts";
import { restorePlace } from "./bar-place.ts";
import { audit } from "./change-state.ts";

export interface AppealDecisionInput {
  readonly decision: AppealDecision;
  /** Read by the fan. */
  readonly answer: string;
}

/**
 * Decides an open appeal: the bar is upheld, or the place restored. One line of the audit log tells
 * of it. Failures: appeal_not_found, appeal_decided; of a restoration also wrong_sale_state,
 * place_not_barred and the lane's.
 */
export async function decideAppeal(
  context: SalesContext,
  actor: Actor,
  saleId: string,
  appealId: string,
  { decision, answer }: AppealDecisionInput,
): Promise<Result<void>> {
  if (decision === "uphold") return upholdBar(context, actor, saleId, appealId, answer);
  const appeal = await salesOf(context.platform.database)
    .selectFrom("appeals")
    .select(["place", "state"])
    .where("sale_id", "=", saleId)
    .where("id", "=", appealId)
    .executeTakeFirst();
  if (appeal?.state !== "open") return refuseAppeal(appealId, appeal);
  return restorePlace(context, actor, saleId, appeal.place, { appealId, answer });
}

function upholdBar(
  context: SalesContext,
  actor: Actor,
  saleId: string,
  appealId: string,
  answer: string,
): Promise<Result<void>> {
  const { clock, database, events } = context.platform;
  return inTransaction(database, async (tx) => {
    const appeal = await salesIn(tx)
      .selectFrom("appeals as a")
      .innerJoin("bars as b", (join) =>
        join
          .onRef("b.sale_id", "=", "a.sale_id")
          .onRef("b.place", "=", "a.place")
          .onRef("b.barred_at", "=", "a.barred_at"),
      )
      .select(["a.place", "a.state", "a.fan_id", "b.reason"])
      .where("a.sale_id", "=", saleId)
      .where("a.id", "=", appealId)
      .forUpdate("a")
      .executeTakeFirst();
    if (appeal?.state !== "open") return refuseAppeal(appealId, appeal);
    await salesIn(tx)
      .updateTable("appeals")
      .set({ state: "upheld", answer, decided_at: new Date(clock.wallMs()) })
      .where("id", "=", appealId)
      .execute();
    const { place, reason, fan_id: fanId } = appeal;
    await audit(context, tx, actor, "sale.bar-upheld", saleId, { place, appealId });
    await events.record(tx, {
      type: "AppealDecided",
      subject: `sale:${saleId}`,
      payload: { saleId, place, reason, fanId, appealId, state: "upheld", answer },
    });
    return ok(undefined);
  });
}

function refuseAppeal(appealId: string, appeal: { readonly state: string } | undefined) {
  if (appeal === undefined) {
    return fail(salesFailures.appeal_not_found, `No appeal in this sale has the id ${appealId}.`);
  }
  const { state } = appeal;
  return fail(salesFailures.appeal_decided, `It was decided: ${state}.`, { extra: { state } });
}
