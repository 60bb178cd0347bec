import type { ChangeOfDeposit } from "../../orders/index.ts";
import type { OfferedSale } from "../../sales/index.ts";
import type { DepositKind } from "../rules/notice-kinds.ts";
import { noticesIn, noticesOf } from "../store.ts";
import { depositReceived, depositReturned } from "../texts/deposit-words.ts";
import { speechIn } from "../texts/speech.ts";
import {
  depositPath,
  type Gathered,
  type Notice,
  NOTHING,
  nothingLeftOut,
  type NoticesContext,
  SaleBook,
  type Skipped,
  type Source,
} from "./source.ts";

/** What became of deposits' money; as of orders', it is news however late. */
export function createDepositSource(context: NoticesContext): Source {
  return { name: "deposits", gather: (limit) => gatherChanges(context, limit) };
}

const KINDS = { received: "deposit_received", returned: "deposit_returned" } as const;
const WORDS = { received: depositReceived, returned: depositReturned } as const;

async function gatherChanges(context: NoticesContext, limit: number): Promise<Gathered> {
  const pace = await noticesOf(context.platform.database)
    .selectFrom("pace")
    .select("deposit_sequence")
    .executeTakeFirstOrThrow();
  const changes = await context.orders.listDepositChanges(pace.deposit_sequence, limit);
  const last = changes.at(-1);
  if (last === undefined) return NOTHING;
  const book = new SaleBook(context.sales);
  const notices: Notice[] = [];
  const skipped: Skipped[] = [];
  for (const change of changes) {
    const sale = await book.find(change.saleId);
    const kind: DepositKind = KINDS[change.change];
    const { fanId } = change;
    if (fanId === null || sale === undefined) skipped.push({ kind, reason: "no_account" });
    else notices.push(noticeOf(change, kind, fanId, sale));
  }
  return {
    notices,
    skipped,
    handled: changes.length,
    dueAt: changes[0]?.changedAt,
    async settle(tx) {
      await noticesIn(tx).updateTable("pace").set({ deposit_sequence: last.sequence }).execute();
      return nothingLeftOut;
    },
  };
}

function noticeOf(
  change: ChangeOfDeposit,
  kind: DepositKind,
  fanId: string,
  sale: OfferedSale,
): Notice {
  const { depositId, amountMinor, currency, reason } = change;
  return {
    kind,
    key: `deposit:${depositId}:${kind}`,
    fanId,
    path: depositPath(sale.id),
    write(locale) {
      const speech = speechIn(locale);
      const amount = speech.money(amountMinor, currency);
      return WORDS[change.change][locale]({ sale: speech.name(sale.names), amount, reason });
    },
  };
}
