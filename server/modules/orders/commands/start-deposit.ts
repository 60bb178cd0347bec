import { fail, ok, type Result } from "../../../platform/failure.ts";
import { newId } from "../../../platform/ids.ts";
import type { FanId } from "../../accounts/index.ts";
import { type OfferedSale, salesFailures } from "../../sales/index.ts";
import type { BegunDeposit, Deposit } from "../deposits/deposit.ts";
import { orderFailures } from "../failures.ts";
import type { OrdersContext } from "../orders-context.ts";

export interface StartedDeposit {
  readonly deposit: Deposit;
  /** Whether this request made it; asking again gives the deposit that stands. */
  readonly isNew: boolean;
}

/**
 * Pays the deposit that a sale asks for, as far as it goes at once. The amount is the sale's own.
 * Failures: payments_off, method_unknown, sale_not_found, deposit_not_asked,
 * registration_not_open, sale_halted, deposit_under_way, too_many_deposits.
 */
export async function startDeposit(
  context: OrdersContext,
  saleId: string,
  fanId: FanId,
  method: string,
): Promise<Result<StartedDeposit>> {
  const { deposits, offers, provider, sales } = context;
  if (provider === undefined) {
    return fail(orderFailures.payments_off, "Its operator has to set a payment provider.");
  }
  if (!provider.knowsMethod(method)) {
    return fail(orderFailures.method_unknown, `${provider.name} has no method of this name.`);
  }
  const sale = await offers.find(saleId);
  if (sale === undefined || sale.state === "draft") {
    return fail(salesFailures.sale_not_found, `No sale has the id ${saleId.slice(0, 40)}.`);
  }
  const asked = findDepositAsked(sale);
  if (asked === undefined) return fail(orderFailures.deposit_not_asked, "See its terms.");
  if (sale.state === "ended" || sale.state === "cancelled") {
    return fail(salesFailures.registration_not_open, `The sale is ${sale.state}.`);
  }
  if (sale.haltedReason !== null) {
    return fail(salesFailures.sale_halted, "Whoever has paid one gets it back.");
  }
  const registration = (await sales.findNewestRegistrations(saleId, [fanId])).get(fanId);
  const hasEnded = registration !== undefined && registration.standing !== "entered";
  const begun = await deposits.store.begin({
    id: newId<"deposit">(),
    saleId,
    fanId,
    afterNumber: hasEnded ? registration.number : 0,
    provider: provider.name,
    method,
    ...asked,
  });
  return goOn(context, begun, method);
}

/** The clause stands once at most, and does not change once the sale is published. */
function findDepositAsked(sale: OfferedSale) {
  for (const clause of sale.eligibility?.anyOf ?? []) {
    if ("deposit" in clause) return clause.deposit;
  }
  return undefined;
}

async function goOn(
  { deposits }: OrdersContext,
  begun: BegunDeposit,
  method: string,
): Promise<Result<StartedDeposit>> {
  if (begun.kind === "too_many") {
    return fail(orderFailures.too_many_deposits, "None of them stands.");
  }
  const { deposit } = begun;
  if (begun.kind === "created")
    return ok({ deposit: await deposits.desk.run(deposit), isNew: true });
  if (deposit.state !== "captured" && deposit.method !== method) {
    const detail = "Go on with that one, or take it back first.";
    const extra = { depositId: deposit.id, state: deposit.state };
    return fail(orderFailures.deposit_under_way, detail, { extra });
  }
  return ok({ deposit: await deposits.desk.run(deposit), isNew: false });
}
