import { inTransaction } from "../../../platform/database/database.ts";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import { salesFailures } from "../failures.ts";
import type { SalesContext } from "../sales-context.ts";
import type { ChangeSaleInput, CreateSaleInput } from "../schema.ts";
import { lockSale, salesIn, type Sale } from "../store.ts";
import { audit, lockFor, type Actor } from "./change-state.ts";
import {
  beaconOf,
  defaultWaitingLimit,
  findOfferFailure,
  offerOf,
  paymentTermsOf,
  timesOf,
  variantRows,
} from "./create-sale.ts";
import {
  findRegistrationRulesFailure,
  registrationRulesOf,
  registrationTermsOf,
} from "./registration-rules.ts";

/**
 * Changes a draft. Once it is published its terms stand.
 * Failures: sale_not_found, wrong_sale_state, sale_changed, sale_terms_invalid,
 * variant_not_for_sale, eligibility_unavailable.
 */
export async function changeSale(
  context: SalesContext,
  actor: Actor,
  saleId: string,
  input: ChangeSaleInput,
): Promise<Result<Sale>> {
  const { version, ...changes } = input;
  return inTransaction(context.platform.database, async (tx) => {
    const locked = await lockFor(tx, saleId, "change");
    if (!locked.ok) return locked;
    const sale = locked.value;
    if (sale.version !== version) {
      const detail = `You changed version ${version}; it is at version ${sale.version} now.`;
      return fail(salesFailures.sale_changed, detail, { extra: { version: sale.version } });
    }
    const next = { ...inputOf(sale), ...withoutUndefined(changes) };
    const problem =
      (await findOfferFailure(context, offerOf(next))) ??
      (await findRegistrationRulesFailure(context, next));
    if (problem !== undefined) return { ok: false, failure: problem };
    const tables = salesIn(tx);
    await tables
      .updateTable("sales")
      .set({
        names: next.names,
        ...timesOf(next),
        ...beaconOf(next),
        ...paymentTermsOf(next),
        ...registrationRulesOf(next),
        hold_seconds: next.holdSeconds,
        admission_margin: next.admissionMargin,
        waiting_limit: next.waitingLimit ?? defaultWaitingLimit(next.variants),
        version: sale.version + 1,
        changed_at: new Date(),
      })
      .where("id", "=", saleId)
      .execute();
    if (changes.variants !== undefined) {
      await tables.deleteFrom("sale_variants").where("sale_id", "=", saleId).execute();
      await tables
        .insertInto("sale_variants")
        .values(variantRows(saleId, changes.variants))
        .execute();
    }
    await audit(context, tx, actor, "sale.changed", saleId, { fields: Object.keys(changes) });
    return ok((await lockSale(tx, saleId)) ?? sale);
  });
}

export function inputOf(sale: Sale): CreateSaleInput {
  const text = (date: Date | null) => date?.toISOString() ?? null;
  const drawMode = sale.beacon_chain === null ? "beaconless" : "beacon";
  return {
    kind: sale.kind,
    names: { ...sale.names },
    variants: sale.variants.map(({ variantId, stock, claimLimit }) => ({
      variantId,
      stock,
      claimLimit,
    })),
    drawMode: sale.kind === "open" ? null : drawMode,
    registrationOpensAt: text(sale.registration_opens_at),
    registrationClosesAt: text(sale.registration_closes_at),
    opensAt: text(sale.opens_at),
    endsAt: text(sale.ends_at),
    holdSeconds: sale.hold_seconds,
    paymentSeconds: sale.payment_seconds,
    ordersPerAddress: sale.orders_per_address,
    ordersPerInstrument: sale.orders_per_instrument,
    admissionMargin: sale.admission_margin,
    waitingLimit: sale.waiting_limit,
    ...registrationTermsOf(sale),
  };
}

type Defined<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

function withoutUndefined<Fields extends object>(fields: Fields): Defined<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Defined<Fields>;
}
