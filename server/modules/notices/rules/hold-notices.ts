import type { HoldKind, SkipReason } from "./notice-kinds.ts";

/** A claim as far as mails go. Times in ms since 1970. */
export interface HoldView {
  readonly state: "waiting" | "held" | "paying" | "paid" | "released" | "expired" | "returned";
  /** Of the hold that is open, or that was. */
  readonly expiresAt: number | null;
  readonly wasHeld: boolean;
  /** Whether the fan was told of the hold, or need not be any more. */
  readonly isTold: boolean;
  readonly isReminded: boolean;
}

export interface HoldNotice {
  readonly kind: HoldKind;
  readonly skip?: SkipReason;
}

export interface HoldOutlook {
  readonly notices: readonly HoldNotice[];
  /** When to look again; null while only a change of the claim can bring something. */
  readonly lookAt: number | null;
  /** Nothing will be told of it any more. */
  readonly isDone: boolean;
}

/** A mail that comes less than this before the end leaves no time to act on it. */
const LEAST_NOTICE_MS = 30_000;
/** Who is reminded has at most this long, which is enough for a payment that is typed in calmly. */
const REMINDER_MOST_MS = 180_000;
/** In a hold shorter than this the reminder would come on the heels of the first mail. */
const REMINDED_HOLD_LEAST_MS = 240_000;
/** What ended a day ago is no news. */
const NEWS_MS = 24 * 3_600_000;

/** When a hold's fan is reminded: a quarter of it before its end; undefined for a short hold. */
export function reminderAt(expiresAt: number, holdMs: number): number | undefined {
  if (holdMs < REMINDED_HOLD_LEAST_MS) return undefined;
  return expiresAt - Math.min(REMINDER_MOST_MS, holdMs / 4);
}

/** What is to be told of a hold now. */
export function holdOutlook(hold: HoldView, holdMs: number, now: number): HoldOutlook {
  switch (hold.state) {
    case "waiting":
      return { notices: [], lookAt: null, isDone: false };
    case "held":
    case "paying":
      return openHold(hold, holdMs, now);
    // The order tells of the payment and of the money; who let go of the units knows it.
    case "paid":
    case "released":
    case "returned":
      return { notices: untold(hold), lookAt: null, isDone: true };
    case "expired":
      return { notices: [...untold(hold), ...expired(hold, now)], lookAt: null, isDone: true };
  }
}

function openHold(hold: HoldView, holdMs: number, now: number): HoldOutlook {
  const expiresAt = hold.expiresAt ?? now;
  const remindAt = reminderAt(expiresAt, holdMs);
  const last = expiresAt - LEAST_NOTICE_MS;
  const notices: HoldNotice[] = [];
  if (!hold.isTold) {
    if (hold.state === "paying") notices.push({ kind: "held", skip: "superseded" });
    // At the end of a hold too short for a reminder, the first mail is better late than missing.
    else if (now >= (remindAt ?? Math.max(last, expiresAt - holdMs / 2))) {
      notices.push({ kind: "held", skip: "late" });
    } else notices.push({ kind: "held" });
  }
  if (hold.isReminded || remindAt === undefined) return { notices, lookAt: null, isDone: false };
  if (now < remindAt) return { notices, lookAt: remindAt, isDone: false };
  notices.push(now >= last ? { kind: "hold_expiring", skip: "late" } : { kind: "hold_expiring" });
  return { notices, lookAt: null, isDone: false };
}

function untold({ wasHeld, isTold }: HoldView): readonly HoldNotice[] {
  return wasHeld && !isTold ? [{ kind: "held", skip: "over" }] : [];
}

function expired({ wasHeld, expiresAt }: HoldView, now: number): readonly HoldNotice[] {
  // It only waited, until the sale ended.
  if (!wasHeld) return [{ kind: "over" }];
  if (expiresAt !== null && now > expiresAt + NEWS_MS) return [{ kind: "expired", skip: "late" }];
  return [{ kind: "expired" }];
}
