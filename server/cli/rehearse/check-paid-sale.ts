import { readFileSync } from "node:fs";
import { Client } from "pg";
import { countLog, type LogCount } from "../../modules/sales/index.ts";
import { connectionSettings } from "../../platform/database/database.ts";
import { recordsOf } from "./check-sale.ts";

/** What fans were told, the log, the orders and the provider's money, held against each other. */
export interface PaidSaleCheck {
  readonly unitsSold: number;
  readonly oversold: number;
  readonly duplicateClaims: number;
  /** Told claimed or paid, and not so in the log. */
  readonly acknowledgedButMissing: number;
  /** Paid claims without exactly one captured payment of the right amount at the provider. */
  readonly soldWithoutMoney: number;
  /** Claims that are not sold and for which the provider keeps money, or holds it back. */
  readonly moneyWithoutSale: number;
  /** Orders that differ from the log's claims. */
  readonly ordersWrong: number;
  readonly takeovers: number;
}

interface OrderRow {
  readonly id: string;
  readonly state: string;
}

interface MoneyRow {
  readonly orderId: string;
  readonly captured: number;
  readonly minor: number;
  readonly open: number;
}

export async function checkPaidSale(
  databaseUrl: string,
  saleId: string,
  toldPath: string,
  priceMinor: number,
): Promise<PaidSaleCheck> {
  const client = new Client(connectionSettings(databaseUrl));
  await client.connect();
  try {
    const log = await countLog(saleId, recordsOf(client, saleId));
    const orders = await client.query<OrderRow>(
      "select id, state from orders.orders where sale_id = $1",
      [saleId],
    );
    const money = await moneyByOrder(client, saleId);
    const paid = [...log.claims].filter(([, claim]) => claim.state === "paid");
    const paidIds = new Set(paid.map(([id]) => id));
    const isRight = (row: MoneyRow | undefined) =>
      row?.captured === 1 && row.minor === priceMinor && row.open === 0;
    return {
      unitsSold: log.unitsSold,
      oversold: Math.max(0, log.unitsTakenMost - log.unitsOffered),
      duplicateClaims: log.secondClaims,
      acknowledgedButMissing: countMissing(log, toldPath),
      soldWithoutMoney: paid.filter(([id]) => !isRight(money.get(id))).length,
      moneyWithoutSale: [...money.values()].filter(
        (row) => !paidIds.has(row.orderId) && (row.minor > 0 || row.open > 0),
      ).length,
      ordersWrong: countWrongOrders(log, orders.rows),
      takeovers: log.takeovers,
    };
  } finally {
    await client.end();
  }
}

/** What the test provider's own tables say: it plays the outside world. */
async function moneyByOrder(client: Client, saleId: string): Promise<Map<string, MoneyRow>> {
  const { rows } = await client.query<MoneyRow>(
    `select t.order_id as "orderId",
       count(*) filter (where t.state = 'captured')::integer as captured,
       coalesce(sum(t.amount_minor - t.refunded_minor)
         filter (where t.state = 'captured'), 0)::bigint as minor,
       count(*) filter (where t.state in ('authorised', 'pending'))::integer as open
     from orders.test_payments t join orders.orders o on o.id = t.order_id
     where o.sale_id = $1 group by t.order_id`,
    [saleId],
  );
  return new Map(rows.map((row) => [row.orderId, row]));
}

function countMissing(log: LogCount, toldPath: string): number {
  const lines = readFileSync(toldPath, "utf8").trim().split("\n");
  return lines.filter((line) => {
    const [place = "", claimId = "", told] = line.split(" ");
    const claim = log.claims.get(claimId);
    if (claim === undefined || claim.place !== Number(place)) return true;
    return told === "paid" && claim.state !== "paid";
  }).length;
}

/** An order for each claim that ever held units, in the state that follows from the claim's. */
function countWrongOrders(log: LogCount, orders: readonly OrderRow[]): number {
  const expected: Record<string, string> = { paid: "paid", released: "cancelled" };
  return orders.filter(({ id, state }) => {
    const claim = log.claims.get(id);
    if (claim === undefined) return true;
    return state !== (expected[claim.state] ?? claim.state);
  }).length;
}
