import { sql } from "kysely";
import type { Reply } from "./api-client.ts";
import type { OrderSite } from "./orders.ts";
import { good, type TestFan, until } from "./sale.ts";

export const DEPOSIT = { amountMinor: 5_000, currency: "EUR" };

/** A sale that takes whoever has paid the deposit, and whoever else is told. */
export function withDeposit(...others: readonly unknown[]) {
  return { eligibility: { anyOf: [...others, { deposit: DEPOSIT }] } };
}

export function payDeposit(
  site: OrderSite,
  saleId: string,
  fan: TestFan,
  method = "test_approve",
): Promise<Reply> {
  return site.askAs(fan, "POST", `/sales/${saleId}/deposits`, { method });
}

/** Pays the deposit and registers with it. */
export async function joinWithDeposit(
  site: OrderSite,
  saleId: string,
  fan: TestFan,
): Promise<string> {
  const paid = good(await payDeposit(site, saleId, fan));
  good(await site.join(saleId, fan));
  return paid.body.id;
}

export function ownDeposit(site: OrderSite, saleId: string, fan: TestFan): Promise<Reply> {
  return site.askAs(fan, "GET", `/sales/${saleId}/deposits/mine`);
}

export function takeBack(site: OrderSite, saleId: string, fan: TestFan): Promise<Reply> {
  return site.askAs(fan, "DELETE", `/sales/${saleId}/deposits/mine`);
}

/** Waits until the deposit is in this state. */
export async function depositIs(site: OrderSite, depositId: string, state: string): Promise<void> {
  await until(async () => {
    const { rows } = await sql<{ state: string }>`
      select state from orders.deposits where id = ${depositId}`.execute(
      site.platform.database.kysely,
    );
    return rows[0]?.state === state;
  });
}

/** What the provider has of a deposit: captured and not given back. */
export async function moneyOf(site: OrderSite, depositId: string): Promise<number> {
  const { rows } = await sql<{ minor: number }>`
    select coalesce(sum(case state when 'captured' then amount_minor else 0 end - refunded_minor), 0)
      ::bigint as minor
    from orders.test_payments where id = ${depositId}`.execute(site.platform.database.kysely);
  return rows[0]?.minor ?? 0;
}
