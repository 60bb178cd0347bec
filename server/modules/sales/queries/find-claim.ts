import { fail, ok, type Result } from "../../../platform/failure.ts";
import { salesFailures } from "../failures.ts";
import { keepsLane, presentAbsence } from "../lane/absent-lane.ts";
import { presentClaim, type PresentedClaim } from "../lane/present-answer.ts";
import type { ClaimReceipt } from "../lane/running-lane.ts";
import type { LineOfSale } from "../line/line.ts";
import type { SalesContext } from "../sales-context.ts";
import { salesOf } from "../store.ts";
import { claimReceiptMessage } from "../rules/receipts.ts";

export interface FoundClaim {
  readonly claim: PresentedClaim;
  readonly receipt: ClaimReceipt;
}

/**
 * A fan's claim as it stands, from the lane; of a sale that is over, from the tables.
 * Failures: claim_not_found, lane_elsewhere, sale_halted.
 */
export async function findClaim(
  context: SalesContext,
  line: LineOfSale,
  fanId: string,
): Promise<Result<FoundClaim>> {
  const lane = context.lanes.find(line.saleId);
  if (lane === undefined) return findInTables(context, line.saleId, fanId);
  const found = await line.finder.ask(fanId);
  const place = found === undefined ? 0 : lane.places.placeOf(found.number);
  const { state } = lane.writer;
  // What is not durable yet has not happened: let the batch under way end first.
  if ((state.claims.get(place)?.sequence ?? 0) > state.sequence) await lane.writer.settled();
  const claim = state.claims.get(place);
  if (claim === undefined || claim.sequence > state.sequence) {
    return fail(salesFailures.claim_not_found, "You have made no claim in this sale.");
  }
  return ok({ claim: presentClaim(lane, claim), receipt: lane.receiptOf(claim.sequence) });
}

async function findInTables(
  context: SalesContext,
  saleId: string,
  fanId: string,
): Promise<Result<FoundClaim>> {
  const tables = salesOf(context.platform.database);
  const sale = await tables
    .selectFrom("sales")
    .select(["kind", "state", "halted_reason", "lane_closed_at"])
    .where("id", "=", saleId)
    .executeTakeFirst();
  if (sale !== undefined && keepsLane(sale)) return { ok: false, failure: presentAbsence(sale) };
  const row = await tables
    .selectFrom("claims as c")
    .innerJoin("lane_records as r", (join) =>
      join.onRef("r.sale_id", "=", "c.sale_id").onRef("r.sequence", "=", "c.sequence"),
    )
    .select(["c.id", "c.place", "c.state", "c.lines", "c.expires_at", "c.sequence", "r.digest"])
    .where("c.sale_id", "=", saleId)
    .where("c.fan_id", "=", fanId)
    .orderBy("c.claimed_at", "desc")
    .executeTakeFirst();
  if (row === undefined) {
    return fail(salesFailures.claim_not_found, "You have made no claim in this sale.");
  }
  const message = claimReceiptMessage(saleId, row.sequence, row.digest);
  const { id, place, state, lines } = row;
  const expiresAt = row.expires_at?.toISOString() ?? null;
  return ok({
    claim: { id, saleId, place, state, lines, expiresAt },
    receipt: {
      saleId,
      sequence: row.sequence,
      digest: row.digest.toString("hex"),
      signature: context.platform.keys.sign(message).toString("base64url"),
    },
  });
}
