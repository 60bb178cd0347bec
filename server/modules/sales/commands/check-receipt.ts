import { fail, ok, type Result } from "../../../platform/failure.ts";
import { salesFailures } from "../failures.ts";
import type { ClaimReceipt } from "../lane/running-lane.ts";
import { claimReceiptMessage, verifySignature } from "../rules/receipts.ts";
import type { SalesContext } from "../sales-context.ts";
import { salesOf } from "../store.ts";

export interface ReceiptCheck {
  /** Whether the log has that record with that digest. */
  readonly stands: boolean;
  readonly recordedAt: Date | null;
}

/**
 * Holds a receipt against the log. One that we signed and that the log contradicts proves that the
 * log has lost its end or was rewritten: the sale is halted at once.
 * Failures: sale_not_found, receipt_invalid.
 */
export async function checkReceipt(
  context: SalesContext,
  saleId: string,
  receipt: ClaimReceipt,
): Promise<Result<ReceiptCheck>> {
  const { keys, database, log } = context.platform;
  if (receipt.saleId !== saleId) {
    return fail(salesFailures.receipt_invalid, "The receipt names another sale.");
  }
  const digest = Buffer.from(receipt.digest, "hex");
  const message = claimReceiptMessage(saleId, receipt.sequence, digest);
  const signature = Buffer.from(receipt.signature, "base64url");
  if (!verifySignature(message, signature, keys.publicKey)) {
    return fail(salesFailures.receipt_invalid, "Its signature is not ours.");
  }
  const tables = salesOf(database);
  const record = await tables
    .selectFrom("lane_records")
    .select(["digest", "recorded_at"])
    .where("sale_id", "=", saleId)
    .where("sequence", "=", receipt.sequence)
    .executeTakeFirst();
  const stands = record !== undefined && record.digest.equals(digest);
  if (stands) return ok({ stands, recordedAt: record.recorded_at });
  const reason = `a receipt of record ${receipt.sequence} contradicts the log`;
  log.error({ sale: saleId, sequence: receipt.sequence }, reason);
  await tables
    .updateTable("sales")
    .set({ halted_reason: reason })
    .where("id", "=", saleId)
    .execute();
  context.lanes.find(saleId)?.writer.halt(reason);
  return ok({ stands, recordedAt: null });
}
