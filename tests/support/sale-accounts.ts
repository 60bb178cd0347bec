import { sql } from "kysely";
import type { SaleSite, TestFan } from "./sale.ts";

export interface OpenedAccount {
  readonly ageDays?: number;
  readonly locale?: "en" | "zh-Hans";
}

/** Gives a test's fan the account that a session alone does not need. @returns its address */
export async function openAccount(
  site: SaleSite,
  fan: TestFan,
  { ageDays = 0, locale = "en" }: OpenedAccount = {},
): Promise<string> {
  const email = `${fan.id}@fans.test`;
  const createdAt = new Date(Date.now() - ageDays * 24 * 3600 * 1000);
  await sql`
    insert into accounts.fans (id, name, email, email_verified, locale, created_at)
    values (${fan.id}, 'A fan', ${email}, true, ${locale}, ${createdAt})
  `.execute(site.platform.database.kysely);
  return email;
}
