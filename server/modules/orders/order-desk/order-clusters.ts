import { sql } from "kysely";
import { type Evidence, scoreOf, SMALLEST_CLUSTER, strengthOf } from "../../sales/index.ts";
import type { DeliveryAddress } from "../../accounts/index.ts";
import type { OrdersContext } from "../orders-context.ts";
import { limitHash, normaliseAddress } from "../rules/limit-keys.ts";

/** Orders that are read at one time. */
const STRETCH = 5_000;
const CLUSTERS_MOST = 100;
/** A larger one is known by its first orders. */
const ORDERS_SHOWN = 50;

export interface OrderInCluster {
  readonly orderId: string;
  readonly place: number;
  readonly fanId: string | null;
  readonly name: string | null;
  readonly email: string | null;
  readonly paidAt: Date | null;
}

/** Paid orders that go to one door, or were paid by one means. */
export interface OrderCluster {
  readonly id: string;
  readonly reason: "same_address" | "same_instrument";
  readonly size: number;
  readonly score: number;
  readonly strength: ReturnType<typeof strengthOf>;
  readonly evidence: readonly Evidence[];
  readonly orders: readonly OrderInCluster[];
}

interface PaidOrder {
  readonly orderId: string;
  readonly place: number;
  readonly fanId: string | null;
  readonly paidAt: Date | null;
  readonly address: string | null;
  readonly instrument: string | null;
}

/** The clusters of a sale's paid orders, the strongest first. Nothing is done to anybody. */
export async function findOrderClusters(
  context: OrdersContext,
  saleId: string,
): Promise<readonly OrderCluster[]> {
  const orders = await readPaidOrders(context, saleId);
  const found = (["address", "instrument"] as const).flatMap((kind) =>
    [...groupsOf(orders, (order) => order[kind])].map(([key, group]) => {
      const evidence = evidenceOf(group);
      const score = scoreOf(group.length, evidence);
      return { id: `${kind}-${key.slice(0, 16)}`, kind, group, evidence, score };
    }),
  );
  const clusters = found
    .toSorted((a, b) => b.score - a.score || b.group.length - a.group.length)
    .slice(0, CLUSTERS_MOST);
  const shown = clusters.flatMap(({ group }) => group.slice(0, ORDERS_SHOWN));
  const fans = await context.accounts.findFans(shown.flatMap(({ fanId }) => fanId ?? []));
  return clusters.map(({ id, kind, group, evidence, score }) => ({
    id,
    reason: `same_${kind}`,
    size: group.length,
    score,
    strength: strengthOf(score),
    evidence,
    orders: group.slice(0, ORDERS_SHOWN).map(({ orderId, place, fanId, paidAt }) => {
      const fan = fans.get(fanId ?? "");
      return { orderId, place, fanId, paidAt, name: fan?.name ?? null, email: fan?.email ?? null };
    }),
  }));
}

/** Addresses are compared as hashes under the sale's key, as its limits are. */
async function readPaidOrders(
  { platform, limitKeyOf }: OrdersContext,
  saleId: string,
): Promise<readonly PaidOrder[]> {
  const orders: PaidOrder[] = [];
  const key = limitKeyOf(saleId);
  let after = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const { rows } = await sql<
      Omit<PaidOrder, "address"> & { readonly delivery: DeliveryAddress | null }
    >`
      select o.id as "orderId", o.place, o.fan_id as "fanId", o.paid_at as "paidAt", p.delivery,
        encode(p.instrument_hash, 'hex') as instrument
      from orders.orders o join orders.payments p on p.order_id = o.id and p.state = 'captured'
      where o.sale_id = ${saleId} and o.id > ${after}
      order by o.id limit ${STRETCH}`.execute(platform.database.kysely);
    for (const { delivery, ...order } of rows) {
      const address =
        delivery === null
          ? null
          : limitHash(key, "address", normaliseAddress(delivery)).toString("hex");
      orders.push({ ...order, address });
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < STRETCH) return orders;
    after = last.orderId;
  }
}

function groupsOf(
  orders: readonly PaidOrder[],
  keyOf: (order: PaidOrder) => string | null,
): ReadonlyMap<string, readonly PaidOrder[]> {
  const groups = new Map<string, PaidOrder[]>();
  for (const order of orders) {
    const key = keyOf(order);
    if (key === null) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [order]);
    else group.push(order);
  }
  return new Map([...groups].filter(([, group]) => group.length >= SMALLEST_CLUSTER));
}

function evidenceOf(group: readonly PaidOrder[]): readonly Evidence[] {
  const largest = (keyOf: (order: PaidOrder) => string | null) =>
    Math.max(0, ...[...groupsOf(group, keyOf).values()].map((some) => some.length));
  const evidence: readonly Evidence[] = [
    { reason: "same_address", members: largest(({ address }) => address), usual: 0 },
    { reason: "same_instrument", members: largest(({ instrument }) => instrument), usual: 0 },
  ];
  return evidence.filter(({ members }) => members > 0);
}
