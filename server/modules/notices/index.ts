import type { Mount } from "../../platform/http/app.ts";
import type { Platform } from "../../platform/platform.ts";
import type { Accounts } from "../accounts/index.ts";
import type { Catalogue } from "../catalogue/index.ts";
import type { Orders } from "../orders/index.ts";
import type { Sales } from "../sales/index.ts";
import { beginWalks, followedEvents } from "./commands/begin-walks.ts";
import { followClaims } from "./commands/follow-claims.ts";
import { personalDataOf } from "./commands/forget-fan.ts";
import { mailCodes } from "./commands/mail-codes.ts";
import { noteTasks, personalEvents } from "./commands/note-tasks.ts";
import { sendBatch, type SentBatch } from "./commands/send-batch.ts";
import { watchSales } from "./commands/watch-sales.ts";
import { NoticeWorker } from "./jobs.ts";
import { createMailRouter } from "./routes.ts";
import { createDepositSource } from "./sources/deposit-changes.ts";
import { createHoldSource } from "./sources/holds.ts";
import { NoticeMetrics } from "./sources/notice-metrics.ts";
import { createOrderSource } from "./sources/order-changes.ts";
import type { NoticesContext, Source } from "./sources/source.ts";
import { createTaskSource } from "./sources/tasks.ts";
import { createTurnSource } from "./sources/turns.ts";
import { createWalkSources } from "./sources/walks.ts";

/** The door of the module. */
export interface Notices {
  readonly mounts: readonly Mount[];
  /** After the sales and the orders: writes mails in the background. */
  start(): void;
  /** Before the sales: ends the batch under way. */
  stop(): Promise<void>;
  /** One batch, as the background writes them; for tests. */
  work(): Promise<SentBatch>;
}

/** Wires the module, and hangs it on the sales' lanes and on events. Records no events. */
export function createNotices(
  platform: Platform,
  accounts: Accounts,
  catalogue: Catalogue,
  sales: Sales,
  orders: Pick<Orders, "listOrderChanges" | "listDepositChanges">,
): Notices {
  const context: NoticesContext = { platform, accounts, catalogue, sales, orders };
  const { clock, events, log } = platform;
  sales.onClaimsProjected((tx, step) => followClaims(tx, step, new Date(clock.wallMs())));
  sales.onCodesGranted((codes) => mailCodes(context, codes));
  events.subscribe("notices.begin-walks", followedEvents, (event, tx) => beginWalks(tx, event));
  events.subscribe("notices.note-tasks", personalEvents, (event, tx) => noteTasks(tx, event));
  accounts.registerPersonalData(personalDataOf(context));
  const metrics = new NoticeMetrics(platform.metrics);
  // The most urgent first.
  const sources: readonly Source[] = [
    createHoldSource(context),
    createTaskSource(context),
    createOrderSource(context),
    createDepositSource(context),
    createTurnSource(context),
    ...createWalkSources(context),
  ];
  const work = async () => {
    await watchSales(context);
    return sendBatch(context, sources, metrics);
  };
  const worker = new NoticeWorker(work, log);
  const mounts: readonly Mount[] = [
    { path: "/api/v1/mails", router: createMailRouter(platform, accounts), chain: "standard" },
  ];
  return { mounts, start: () => worker.start(), stop: () => worker.stop(), work };
}
