import { sql } from "kysely";
import { inTransaction, type Tx } from "../../../platform/database/database.ts";
import { batchSize, mayBegin, nextBatchAt } from "../rules/pace.ts";
import type { NoticeMetrics, WrittenBatch } from "../sources/notice-metrics.ts";
import type { Gathered, Notice, NoticesContext, Source } from "../sources/source.ts";
import { noticesOf, type PaceRow } from "../store.ts";
import { renderMail, type Sender } from "../texts/render-mail.ts";

/** What one batch has done. */
export interface SentBatch {
  /** Things looked at, told or not. 0: there was nothing, or another server was faster. */
  readonly handled: number;
  readonly sent: number;
}

const NONE: SentBatch = { handled: 0, sent: 0 };

/** When more mails than those of so many seconds wait to leave, no more are written. */
const BACKLOG_SECONDS = 60;

/**
 * Writes the next mails, the most urgent first. All that is read is read beforehand; one
 * transaction then writes the mails and moves the cursors that they came from. It is refused if
 * another server has written a batch meanwhile, so that each mail is written exactly once.
 */
export async function sendBatch(
  context: NoticesContext,
  sources: readonly Source[],
  metrics: NoticeMetrics,
): Promise<SentBatch> {
  const { clock, config, database } = context.platform;
  const now = new Date(clock.wallMs());
  const pace = await noticesOf(database).selectFrom("pace").selectAll().executeTakeFirstOrThrow();
  const pauses = { nextAt: pace.next_at.getTime(), crowdedUntil: pace.crowded_until.getTime() };
  if (!mayBegin(pauses, now.getTime())) return NONE;
  if (await isBackedUp(context)) return NONE;
  const gathered = await gatherAll(sources, batchSize(config.mailsPerMinute), now);
  const handled = gathered.reduce((sum, part) => sum + part.handled, 0);
  metrics.measureLag(sources, gathered, now);
  if (handled === 0) return NONE;
  const written = await inTransaction(database, (tx) => write(context, tx, pace, gathered, now));
  if (written === undefined) return NONE;
  metrics.count(written);
  return { handled, sent: written.sent.length };
}

/** What is late in leaving would be late in arriving; sign-in mails would wait behind it too. */
async function isBackedUp({ platform }: NoticesContext): Promise<boolean> {
  const most = Math.max(1, Math.ceil((platform.config.mailsPerMinute / 60) * BACKLOG_SECONDS));
  return (await platform.mail.countWaiting(most)) >= most;
}

async function gatherAll(
  sources: readonly Source[],
  size: number,
  now: Date,
): Promise<readonly Gathered[]> {
  const gathered: Gathered[] = [];
  let left = size;
  for (const source of sources) {
    const part = await source.gather(left, now);
    gathered.push(part);
    left -= part.handled;
    if (left <= 0) break;
  }
  return gathered;
}

async function write(
  { accounts, platform }: NoticesContext,
  tx: Tx,
  { version }: PaceRow,
  gathered: readonly Gathered[],
  now: Date,
): Promise<WrittenBatch | undefined> {
  const { brand, config, mail } = platform;
  const fenced = await sql`
    update notices.pace set version = version + 1 where version = ${version}`.execute(tx);
  if (fenced.numAffectedRows !== 1n) return undefined;
  const changed = new Set<string>();
  for (const part of gathered) for (const key of await part.settle(tx)) changed.add(key);
  const due = gathered.flatMap(({ notices }) => notices).filter(({ key }) => !changed.has(key));
  // Read behind the lock that an erasure takes too: whoever is found here is not erased meanwhile.
  const fans = await accounts.findFans([...new Set(due.map(({ fanId }) => fanId))], tx);
  const sender: Sender = { brand: brand.current().name, baseUrl: config.baseUrl };
  const sent: Notice[] = [];
  const mails = due.flatMap((notice) => {
    const fan = fans.get(notice.fanId);
    if (fan === undefined) return [];
    sent.push(notice);
    const words = notice.write(fan.locale);
    const rendered = renderMail(words, notice.path, fan.locale, sender);
    return [{ to: fan.email, key: notice.key, isBulk: true, ...rendered }];
  });
  await mail.send(tx, mails);
  const nextAt = new Date(nextBatchAt(now.getTime(), mails.length, config.mailsPerMinute));
  await sql`update notices.pace set next_at = ${nextAt}`.execute(tx);
  return {
    sent,
    withoutAccount: due.filter(({ fanId }) => !fans.has(fanId)),
    skipped: gathered.flatMap((part) => part.skipped),
  };
}
