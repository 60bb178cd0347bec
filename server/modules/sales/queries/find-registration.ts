import { ok, type Result } from "../../../platform/failure.ts";
import type { LineOfSale } from "../line/line.ts";
import { failWithoutRegistration } from "../line/refused-entrants.ts";
import { entrantLeaf } from "../rules/entrant-list.ts";
import { registrationReceiptMessage } from "../rules/receipts.ts";
import type { SalesContext } from "../sales-context.ts";
import { salesOf } from "../store.ts";

export interface RegistrationReceipt {
  readonly number: number;
  readonly fanId: string;
  readonly randomBytes: Buffer;
  readonly registeredAt: Date;
  readonly latecomer: boolean;
  readonly leaf: Uint8Array;
  readonly signature: Buffer;
}

/**
 * A fan's own registration with its signed receipt.
 * Failures: registration_not_found, not_eligible.
 */
export async function findRegistration(
  context: SalesContext,
  line: LineOfSale,
  fanId: string,
): Promise<Result<RegistrationReceipt>> {
  const found = await line.finder.ask(fanId);
  if (found === undefined) {
    return failWithoutRegistration(
      context,
      line,
      fanId,
      "You may register while registration is open.",
    );
  }
  const list = await salesOf(context.platform.database)
    .selectFrom("entrant_lists")
    .select("entrants")
    .where("sale_id", "=", line.saleId)
    .executeTakeFirst();
  const { number, randomBytes, registeredAt } = found;
  const leaf = entrantLeaf({ saleId: line.saleId, n: number, fanId, randomBytes });
  return ok({
    number,
    fanId,
    randomBytes,
    registeredAt,
    latecomer: number > (list?.entrants ?? number),
    leaf,
    signature: context.platform.keys.sign(registrationReceiptMessage(leaf)),
  });
}
