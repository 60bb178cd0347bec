import { inTransaction } from "../../../platform/database/database.ts";
import { fail, ok, type Failure, type Result } from "../../../platform/failure.ts";
import { newId } from "../../../platform/ids.ts";
import type { VariantId } from "../../catalogue/index.ts";
import { salesFailures } from "../failures.ts";
import { firstRoundAfter, quicknet, roundTimeMs } from "../rules/beacon.ts";
import { findOfferProblems, type SaleOffer } from "../rules/sale-offer.ts";
import type { SalesContext } from "../sales-context.ts";
import type { CreateSaleInput } from "../schema.ts";
import { lockSale, salesIn, type Sale } from "../store.ts";
import { audit, type Actor } from "./change-state.ts";
import { findRegistrationRulesFailure, registrationRulesOf } from "./registration-rules.ts";

/**
 * Makes a sale in state `draft`.
 * Failures: sale_terms_invalid, variant_not_for_sale, eligibility_unavailable.
 */
export async function createSale(
  context: SalesContext,
  actor: Actor,
  input: CreateSaleInput,
): Promise<Result<Sale>> {
  const problem =
    (await findOfferFailure(context, offerOf(input))) ??
    (await findRegistrationRulesFailure(context, input));
  if (problem !== undefined) return { ok: false, failure: problem };
  const saleId = newId<"sale">();
  return inTransaction(context.platform.database, async (tx) => {
    const tables = salesIn(tx);
    await tables
      .insertInto("sales")
      .values({
        id: saleId,
        kind: input.kind,
        names: input.names,
        ...timesOf(input),
        ...beaconOf(input),
        ...paymentTermsOf(input),
        ...registrationRulesOf(input),
        hold_seconds: input.holdSeconds,
        admission_margin: input.admissionMargin,
        waiting_limit: input.waitingLimit ?? defaultWaitingLimit(input.variants),
      })
      .execute();
    await tables.insertInto("sale_variants").values(variantRows(saleId, input.variants)).execute();
    await tables.insertInto("entrant_lists").values({ sale_id: saleId }).execute();
    await audit(context, tx, actor, "sale.created", saleId);
    await context.platform.events.record(tx, {
      type: "SaleCreated",
      subject: `sale:${saleId}`,
      payload: { saleId, kind: input.kind },
    });
    const sale = await lockSale(tx, saleId);
    return sale === undefined ? fail(salesFailures.sale_not_found, saleId) : ok(sale);
  });
}

/** The first thing that is wrong with the offer. */
export async function findOfferFailure(
  context: SalesContext,
  offer: SaleOffer,
): Promise<Failure | undefined> {
  const problems = findOfferProblems(offer, (closesAt) =>
    roundTimeMs(quicknet, firstRoundAfter(quicknet, closesAt)),
  );
  const first = problems[0];
  if (first !== undefined) {
    return {
      kind: salesFailures.sale_terms_invalid,
      detail: `${first.field}: ${first.message}`,
      extra: { problems },
    };
  }
  const asked = offer.variants.map((variant) => variant.variantId as VariantId);
  const found = await context.catalogue.findVariants(asked);
  const usable = new Set(found.filter((row) => row.archivedAt === null).map((row) => row.id));
  const missing = asked.filter((id) => !usable.has(id));
  if (missing.length === 0) return undefined;
  return {
    kind: salesFailures.variant_not_for_sale,
    detail: `Not in the catalogue, or archived: ${missing.join(", ")}.`,
    extra: { variantIds: missing },
  };
}

type Offered = Pick<
  CreateSaleInput,
  "registrationOpensAt" | "registrationClosesAt" | "opensAt" | "endsAt" | "drawMode"
>;

export function timesOf(input: Offered) {
  const date = (text: string | null) => (text === null ? null : new Date(text));
  return {
    registration_opens_at: date(input.registrationOpensAt),
    registration_closes_at: date(input.registrationClosesAt),
    opens_at: date(input.opensAt),
    ends_at: date(input.endsAt),
  };
}

export function paymentTermsOf(
  input: Pick<CreateSaleInput, "paymentSeconds" | "ordersPerAddress" | "ordersPerInstrument">,
) {
  return {
    payment_seconds: input.paymentSeconds,
    orders_per_address: input.ordersPerAddress,
    orders_per_instrument: input.ordersPerInstrument,
  };
}

/** The round follows from the closing time, so nobody chooses it. */
export function beaconOf(input: Offered) {
  if (input.drawMode !== "beacon" || input.registrationClosesAt === null) {
    return { beacon_chain: null, beacon_round: null };
  }
  const round = firstRoundAfter(quicknet, Date.parse(input.registrationClosesAt));
  return { beacon_chain: quicknet.hash, beacon_round: round };
}

export function variantRows(saleId: string, variants: CreateSaleInput["variants"]) {
  return variants.map(({ variantId, stock, claimLimit }, index) => ({
    sale_id: saleId,
    variant_index: index,
    variant_id: variantId,
    stock,
    claim_limit: claimLimit,
    prices: null,
  }));
}

/** As many may wait as there are units: more would wait for nothing. */
export function defaultWaitingLimit(variants: readonly { readonly stock: number }[]): number {
  const units = variants.reduce((sum, variant) => sum + variant.stock, 0);
  return Math.min(1_000_000, Math.max(100, units));
}

export function offerOf(input: Offered & Pick<CreateSaleInput, "kind" | "variants">): SaleOffer {
  const ms = (text: string | null) => (text === null ? null : Date.parse(text));
  return {
    kind: input.kind,
    variants: input.variants,
    drawMode: input.drawMode,
    registrationOpensAt: ms(input.registrationOpensAt),
    registrationClosesAt: ms(input.registrationClosesAt),
    opensAt: ms(input.opensAt),
    endsAt: ms(input.endsAt),
  };
}
