import type { Metrics } from "../../../platform/metrics.ts";
import type { NoticeKind } from "../rules/notice-kinds.ts";
import type { Gathered, Skipped, Source } from "./source.ts";

/** What became of a batch's notices. */
export interface WrittenBatch {
  readonly sent: readonly { readonly kind: NoticeKind }[];
  readonly withoutAccount: readonly { readonly kind: NoticeKind }[];
  readonly skipped: readonly Skipped[];
}

/** Counts what is told and what is not, and how late the telling is. */
export class NoticeMetrics {
  private readonly total;
  private readonly lag;

  constructor(metrics: Metrics) {
    this.total = metrics.counter(
      "notices_total",
      "Mails about sales and orders: sent, or skipped with the reason.",
      ["kind", "outcome", "reason"],
    );
    this.lag = metrics.gauge(
      "notices_lag_seconds",
      "How long the oldest thing that a source has to tell has been due.",
      ["source"],
    );
  }

  count({ sent, withoutAccount, skipped }: WrittenBatch): void {
    for (const { kind } of sent) this.total.inc({ kind, outcome: "sent", reason: "" });
    for (const { kind } of withoutAccount) {
      this.total.inc({ kind, outcome: "skipped", reason: "no_account" });
    }
    for (const { kind, reason } of skipped) {
      this.total.inc({ kind, outcome: "skipped", reason });
    }
  }

  /** @param gathered of the first sources; the others had no turn, and keep their figure */
  measureLag(sources: readonly Source[], gathered: readonly Gathered[], now: Date): void {
    for (const [index, { dueAt }] of gathered.entries()) {
      const source = sources[index]?.name;
      if (source === undefined) continue;
      const lateMs = dueAt === undefined ? 0 : now.getTime() - dueAt.getTime();
      this.lag.set({ source }, Math.max(0, lateMs) / 1000);
    }
  }
}
