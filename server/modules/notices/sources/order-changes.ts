import type { ChangeOfOrder } from "../../orders/index.ts";
import type { OfferedSale } from "../../sales/index.ts";
import { noticesIn, noticesOf } from "../store.ts";
import { paid, refunded, returned } from "../texts/order-words.ts";
import { speechIn } from "../texts/speech.ts";
import {
  type Gathered,
  type Notice,
  NOTHING,
  nothingLeftOut,
  type NoticesContext,
  orderPath,
  SaleBook,
  type Skipped,
  type Source,
} from "./source.ts";

/** What became of orders' money. However late, each of these is news that somebody keeps. */
export function createOrderSource(context: NoticesContext): Source {
  return { name: "orders", gather: (limit) => gatherChanges(context, limit) };
}

async function gatherChanges(context: NoticesContext, limit: number): Promise<Gathered> {
  const pace = await noticesOf(context.platform.database)
    .selectFrom("pace")
    .select("order_sequence")
    .executeTakeFirstOrThrow();
  const changes = await context.orders.listOrderChanges(pace.order_sequence, limit);
  const last = changes.at(-1);
  if (last === undefined) return NOTHING;
  const book = new SaleBook(context.sales);
  const notices: Notice[] = [];
  const skipped: Skipped[] = [];
  for (const change of changes) {
    const sale = await book.find(change.saleId);
    const { fanId } = change;
    if (fanId === null || sale === undefined) {
      skipped.push({ kind: change.change, reason: "no_account" });
    } else notices.push(noticeOf(change, fanId, sale));
  }
  return {
    notices,
    skipped,
    handled: changes.length,
    dueAt: changes[0]?.changedAt,
    async settle(tx) {
      await noticesIn(tx).updateTable("pace").set({ order_sequence: last.sequence }).execute();
      return nothingLeftOut;
    },
  };
}

const WORDS = { paid, returned, refunded } as const;

function noticeOf(change: ChangeOfOrder, fanId: string, sale: OfferedSale): Notice {
  const { orderId, sequence, currency, amountMinor } = change;
  return {
    kind: change.change,
    key: `order:${orderId}:${change.change}:${sequence}`,
    fanId,
    path: orderPath(orderId),
    write(locale) {
      const speech = speechIn(locale);
      const isKnown = currency !== null && amountMinor !== null;
      return WORDS[change.change][locale]({
        sale: speech.name(sale.names),
        amount: isKnown ? speech.money(amountMinor, currency) : undefined,
        orderId,
      });
    },
  };
}
