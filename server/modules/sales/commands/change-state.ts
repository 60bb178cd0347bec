import { fail, ok, type Failure, type Result } from "../../../platform/failure.ts";
import { inTransaction, type Tx } from "../../../platform/database/database.ts";
import type { Actor as OperatorActor } from "../../accounts/index.ts";
import { salesFailures } from "../failures.ts";
import { presentAbsence } from "../lane/absent-lane.ts";
import { presentRefusal, presentUnavailable } from "../lane/present-answer.ts";
import type { RunningLane } from "../lane/running-lane.ts";
import type { LaneCommand } from "../rules/lane-commands.ts";
import { nextSaleState, statesAllowing, type SaleAction } from "../rules/sale-states.ts";
import type { SalesContext } from "../sales-context.ts";
import { loadSale, lockSale, salesIn, salesOf, type Sale } from "../store.ts";

/** Who does it: an operator, or the sale's own schedule. */
export type Actor = OperatorActor | "schedule";

function wrongState(sale: Sale, action: SaleAction): Failure {
  const allowed = statesAllowing(sale.kind, action).join(", ");
  return {
    kind: salesFailures.wrong_sale_state,
    detail: `The sale is ${sale.state}; this is possible while it is ${allowed === "" ? "of another kind" : allowed}.`,
    extra: { state: sale.state },
  };
}

/** The locked sale, if its state allows the action. */
export async function lockFor(tx: Tx, saleId: string, action: SaleAction): Promise<Result<Sale>> {
  const sale = await lockSale(tx, saleId);
  if (sale === undefined)
    return fail(salesFailures.sale_not_found, `No sale has the id ${saleId}.`);
  if (nextSaleState(sale.kind, sale.state, action) === undefined) {
    return { ok: false, failure: wrongState(sale, action) };
  }
  return ok(sale);
}

/** Moves the sale to the state that its table names, with the event that tells of it. */
export async function moveSale(
  context: SalesContext,
  tx: Tx,
  sale: Sale,
  action: SaleAction,
  event: string,
): Promise<void> {
  const state = nextSaleState(sale.kind, sale.state, action);
  if (state === undefined) throw new Error(`${action} was allowed a moment ago`);
  await salesIn(tx)
    .updateTable("sales")
    .set({ state, version: sale.version + 1, changed_at: new Date() })
    .where("id", "=", sale.id)
    .execute();
  await context.platform.events.record(tx, {
    type: event,
    subject: `sale:${sale.id}`,
    payload: { saleId: sale.id, state },
  });
}

/** The audit log's line for an operator; the schedule leaves none, its events tell of it. */
export async function audit(
  context: SalesContext,
  tx: Tx,
  actor: Actor,
  action: string,
  saleId: string,
  details: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  if (actor === "schedule") return;
  await context.accounts.recordOperatorAction(tx, {
    operator: actor.operator,
    action,
    subject: `sale:${saleId}`,
    details,
    ...(actor.requestId === undefined ? {} : { requestId: actor.requestId }),
  });
}

/** The sale's lane, started here if nobody runs it. Failures: why there is none. */
export async function findLane(
  { lanes, platform }: SalesContext,
  saleId: string,
): Promise<Result<RunningLane>> {
  const lane = await lanes.ensure(saleId);
  if (lane !== undefined) return ok(lane);
  const sale = await loadSale(salesOf(platform.database), saleId);
  if (sale !== undefined) return { ok: false, failure: presentAbsence(sale) };
  return fail(salesFailures.sale_not_found, `No sale has the id ${saleId}.`);
}

/** Asks the sale's lane, wherever the failure comes from. */
export async function askLane(
  context: SalesContext,
  saleId: string,
  command: LaneCommand,
): Promise<Result<{ changed: boolean }>> {
  const found = await findLane(context, saleId);
  if (!found.ok) return found;
  const lane = found.value;
  const answer = await lane.writer.submit(command);
  if (answer.kind === "unavailable") {
    return { ok: false, failure: presentUnavailable(answer.reason) };
  }
  if (!answer.reply.ok) return { ok: false, failure: presentRefusal(answer.reply.refusal, lane) };
  return ok({ changed: answer.reply.changed });
}

/**
 * An action that the lane carries out. The audit line is committed first, so that no action goes
 * without one; then the lane makes it durable; then the sale's row and the event follow. A crash
 * between the last two is mended when the lane is taken over.
 */
export async function changeByLane(
  context: SalesContext,
  actor: Actor,
  saleId: string,
  change: {
    readonly action: SaleAction;
    readonly audit: string;
    readonly event: string;
    readonly command: LaneCommand;
    readonly details?: Readonly<Record<string, unknown>>;
  },
): Promise<Result<Sale>> {
  const { platform } = context;
  const allowed = await inTransaction(platform.database, async (tx) => {
    const locked = await lockFor(tx, saleId, change.action);
    if (locked.ok) await audit(context, tx, actor, change.audit, saleId, change.details);
    return locked;
  });
  if (!allowed.ok) return allowed;
  const answer = await askLane(context, saleId, change.command);
  if (!answer.ok) return answer;
  return inTransaction(platform.database, async (tx) => {
    const locked = await lockFor(tx, saleId, change.action);
    // Another server or the takeover may have written the row already.
    if (!locked.ok) return ok({ ...allowed.value, ...(await lockSale(tx, saleId)) });
    await moveSale(context, tx, locked.value, change.action, change.event);
    const after = await lockSale(tx, saleId);
    return ok(after ?? locked.value);
  });
}
