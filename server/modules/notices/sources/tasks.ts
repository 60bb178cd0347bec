import { barReasonSentences, isBarReason, type OfferedSale } from "../../sales/index.ts";
import { noticesIn, noticesOf, type TaskRow } from "../store.ts";
import { appealDecided, barred, restored } from "../texts/place-words.ts";
import { speechIn } from "../texts/speech.ts";
import {
  type Gathered,
  type Notice,
  NOTHING,
  nothingLeftOut,
  type NoticesContext,
  SaleBook,
  type Source,
  waitingPath,
} from "./source.ts";

/** Rare things that happened to single fans, noted from events. */
export function createTaskSource(context: NoticesContext): Source {
  return { name: "tasks", gather: (limit) => gatherTasks(context, limit) };
}

async function gatherTasks(context: NoticesContext, limit: number): Promise<Gathered> {
  const rows = await noticesOf(context.platform.database)
    .selectFrom("tasks")
    .selectAll()
    .orderBy("id")
    .limit(limit)
    .execute();
  const last = rows.at(-1);
  if (last === undefined) return NOTHING;
  const book = new SaleBook(context.sales);
  const notices: Notice[] = [];
  for (const row of rows) {
    const sale = await book.find(row.sale_id);
    if (sale !== undefined) notices.push(noticeOf(row, sale));
  }
  return {
    notices,
    skipped: [],
    handled: rows.length,
    dueAt: rows[0]?.due_at,
    async settle(tx) {
      const ids = rows.map(({ id }) => id);
      await noticesIn(tx).deleteFrom("tasks").where("id", "in", ids).execute();
      return nothingLeftOut;
    },
  };
}

const WORDS = { barred, restored, appeal_decided: appealDecided } as const;

function noticeOf(row: TaskRow, sale: OfferedSale): Notice {
  const { place, reason, isRestored, answer } = row.facts;
  return {
    kind: row.kind,
    key: `notice:${row.id}:${row.kind}`,
    fanId: row.fan_id,
    path: waitingPath(sale.id),
    write(locale) {
      const speech = speechIn(locale);
      return WORDS[row.kind][locale]({
        sale: speech.name(sale.names),
        place: speech.number(place),
        reason: isBarReason(reason) ? barReasonSentences[reason][locale] : reason,
        isRestored: isRestored === true,
        answer: answer ?? "",
      });
    },
  };
}
