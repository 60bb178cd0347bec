/**
 * What the stream of a sale tells (`GET /api/v1/sales/{saleId}/live`). The contract describes it as
 * text alone: OpenAPI has no words for the events of a stream.
 */
export interface LiveFrame {
  readonly saleId: string;
  /** By the clock of whoever made the frame, ISO 8601. */
  readonly at: string;
  readonly lane: "here" | "elsewhere" | "none" | "halted";
  readonly state: string;
  readonly opensAt: string | null;
  readonly registrationClosesAt: string | null;
  readonly registrations: number;
  readonly haltedReason: string | null;
  readonly figures: LaneFigures | null;
}

export interface LaneFigures {
  readonly units: Readonly<Record<"stock" | "sold" | "held" | "reserved" | "free", number>>;
  readonly claims: Readonly<
    Record<"waiting" | "held" | "paying" | "paid" | "released" | "expired" | "returned", number>
  >;
  readonly claimsPerSecond: number;
  readonly line: {
    readonly places: number;
    readonly admittedThrough: number;
    readonly admittedPerMinute: number;
    readonly waiting: number;
    readonly limitPerMinute: number | null;
  };
  readonly returns: number;
  readonly waiting: number;
  readonly claimMs: { readonly p50: number; readonly p99: number } | null;
  readonly sellOutMs: number | null;
  readonly projectionLagRecords: number;
}

/** At (ms since 1970), sold, held, paid, returned, waiting. */
export type HistorySample = readonly [number, number, number, number, number, number];

export interface HistoryView {
  readonly everyMs: number;
  readonly samples: readonly HistorySample[];
}

export type FeedEntry =
  | { readonly type: "founded" | "opened" | "paused" | "resumed" }
  | { readonly type: "sold-out" | "first-return" }
  | { readonly type: "admission-limited"; readonly placesPerMinute: number | null }
  | { readonly type: "taken-over"; readonly owner: string; readonly epoch: number }
  | { readonly type: "outage"; readonly gapMs: number }
  | { readonly type: "ended"; readonly reason: string }
  | { readonly type: "admitted"; readonly through: number }
  | { readonly type: "barred" | "restored"; readonly place: number }
  | { readonly type: "stock-added"; readonly units: number }
  | { readonly type: "codes-issued"; readonly codes: number }
  | { readonly type: "code-ended"; readonly number: number };

export interface FeedMessage {
  readonly sequence: number;
  readonly at: string;
  readonly entries: readonly FeedEntry[];
}

/** Of a rehearsal's stream alone: how far the rehearsal is. Its sale may not have opened yet. */
export interface RehearsalProgress {
  readonly state: string;
}
