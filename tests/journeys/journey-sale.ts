import { sql } from "kysely";
import { z } from "zod";
import type { JourneySite } from "./journey-site.ts";

export interface JourneySale {
  readonly id: string;
  readonly variantId: string;
}

/** What stands in the tables of a fan's claim, once the projection has written it. */
export interface RecordedClaim {
  readonly id: string;
  readonly place: number;
  readonly state: string;
  readonly viaFriendCode: boolean;
}

const productShape = z.object({ variants: z.array(z.object({ id: z.string() })).min(1) });

let products = 0;

/** What the sample brand sells, made anew, so that sales of one file do not meet. */
async function makeVariant(site: JourneySite): Promise<string> {
  products += 1;
  const product = await site.operate("POST", "/products", {
    names: { en: "Siskin One", "zh-Hans": "黄雀一号" },
    variants: [
      {
        sku: `SISKIN-${products}`,
        names: { en: "16 GB, graphite", "zh-Hans": "16 GB 石墨黑" },
        prices: [
          { currency: "USD", amountMinor: 32_200 },
          { currency: "CNY", amountMinor: 199_900 },
        ],
      },
    ],
  });
  return productShape.parse(product).variants[0]?.id ?? "";
}

/**
 * A sale by draw of one variant whose registration is open.
 * @param offer what differs from one unit, one claim of it, and a turn for everybody
 */
export async function publishSale(
  site: JourneySite,
  offer: Readonly<Record<string, unknown>> & { readonly stock?: number } = {},
): Promise<JourneySale> {
  const { stock = 1, ...rest } = offer;
  const variantId = await makeVariant(site);
  const sale = await site.operate("POST", "/sales", {
    kind: "draw",
    drawMode: "beaconless",
    names: { en: "First round", "zh-Hans": "首轮" },
    variants: [{ variantId, stock }],
    admissionMargin: 10,
    ...rest,
  });
  await site.operate("PUT", `/sales/${sale.id}/publication`);
  return { id: sale.id, variantId };
}

/** Closes the registration and draws. */
export async function draw(site: JourneySite, { id }: JourneySale): Promise<void> {
  await site.operate("PUT", `/sales/${id}/draw`);
}

export async function open(site: JourneySite, { id }: JourneySale): Promise<void> {
  await site.operate("PUT", `/sales/${id}/opening`);
}

/** The claims of a sale by place, as the database holds them now. */
export async function claimsOf(
  { millet }: JourneySite,
  { id }: Pick<JourneySale, "id">,
): Promise<readonly RecordedClaim[]> {
  const { rows } = await sql<RecordedClaim>`
    select id, place, state, code_number is not null as "viaFriendCode" from sales.claims where sale_id = ${id} order by place
  `.execute(millet.platform.database.kysely);
  return rows;
}

/** How many fans are registered in a sale, as the database holds them now. */
export async function registrationsOf(
  { millet }: JourneySite,
  { id }: Pick<JourneySale, "id">,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) from sales.registrations where sale_id = ${id}
  `.execute(millet.platform.database.kysely);
  return Number(rows[0]?.count);
}

export interface RecordedMoney {
  readonly state: string;
  readonly currency: string;
  readonly amountMinor: number;
}

/** The payments of a sale whose money was taken, as the database holds them now. */
export async function moneyOf(
  { millet }: JourneySite,
  { id }: Pick<JourneySale, "id">,
): Promise<readonly RecordedMoney[]> {
  const { rows } = await sql<RecordedMoney>`
    select state, currency, amount_minor as "amountMinor" from orders.payments
    where sale_id = ${id} and state = 'captured'
  `.execute(millet.platform.database.kysely);
  return rows;
}
