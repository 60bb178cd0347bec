/** From the most urgent on. `live` is not urgent by itself, but where eyes belong. */
export const taskLevels = ["live", "urgent", "due", "step"] as const;

export type TaskLevel = (typeof taskLevels)[number];

export const taskKinds = [
  "sale_running",
  "admission_paused",
  "sale_halted",
  "beacon_overdue",
  "opening_overdue",
  "opening_by_hand",
  "draw_by_hand",
  "draft_due",
  "appeals_open",
  "payments_stuck",
  "refunds_stuck",
  "refunds_failed",
  "deposits_stuck",
  "terms_missing",
  "first_product",
  "first_sale",
] as const;

export type TaskKind = (typeof taskKinds)[number];

/** What waits for a decision. Times in ms since 1970. */
export interface Task {
  readonly kind: TaskKind;
  readonly level: TaskLevel;
  /** Since when it waits; null where that is not known. */
  readonly since: number | null;
  /** When it is to be done; null where nothing says so. */
  readonly dueAt: number | null;
  /** The sale that it is about. */
  readonly saleId: string | null;
  /** Of how many things it speaks, such as appeals. */
  readonly count: number;
}

/** What tasks look at of a sale that is not over, or halted. Times in ms since 1970. */
export interface WatchedSale {
  readonly id: string;
  readonly kind: "draw" | "open";
  readonly state: string;
  readonly isHalted: boolean;
  readonly registrationOpensAt: number | null;
  readonly registrationClosesAt: number | null;
  /** When the beacon's round is published; null where the draw waits for nothing. */
  readonly beaconAt: number | null;
  readonly opensAt: number | null;
  readonly changedAt: number;
  readonly openAppeals: number;
  readonly oldestAppealAt: number | null;
}

const MINUTE_MS = 60_000;
/** The schedule acts within seconds; later than this something is in its way. */
const OVERDUE_AFTER_MS = 2 * MINUTE_MS;
/** So long before its first date a draft is worth a look. */
const DRAFT_DUE_WITHIN_MS = 7 * 24 * 60 * MINUTE_MS;

/** What one sale asks for at this moment. */
export function tasksOfSale(sale: WatchedSale, nowMs: number): Task[] {
  const tasks: Task[] = [];
  const add = (kind: TaskKind, level: TaskLevel, more: Partial<Task> = {}) =>
    tasks.push({
      kind,
      level,
      since: sale.changedAt,
      dueAt: null,
      saleId: sale.id,
      count: 1,
      ...more,
    });
  if (sale.openAppeals > 0) {
    add("appeals_open", "due", { since: sale.oldestAppealAt, count: sale.openAppeals });
  }
  if (sale.isHalted) {
    add("sale_halted", "urgent");
    return tasks;
  }
  const opening = openingOf(sale, nowMs);
  if (opening !== undefined) add(opening, levelOfOpening(opening), { dueAt: sale.opensAt });
  switch (sale.state) {
    case "selling":
      add("sale_running", "live");
      break;
    case "paused":
      add("sale_running", "live");
      add("admission_paused", "urgent");
      break;
    case "draft": {
      const dueAt = firstDateOf(sale);
      const isDue = dueAt !== null && dueAt - nowMs <= DRAFT_DUE_WITHIN_MS;
      if (isDue) add("draft_due", dueAt <= nowMs ? "urgent" : "due", { dueAt });
      break;
    }
    case "registering":
      if (sale.kind === "draw" && sale.registrationClosesAt === null) add("draw_by_hand", "due");
      break;
    case "closed":
      // A draw without a beacon follows the closing at once.
      if (isOverdue(sale.beaconAt ?? sale.changedAt, nowMs)) {
        add("beacon_overdue", "urgent", { since: sale.beaconAt ?? sale.changedAt });
      }
      break;
  }
  return tasks;
}

function isOverdue(at: number, nowMs: number): boolean {
  return nowMs - at > OVERDUE_AFTER_MS;
}

/** A sale that could sell: nothing is in its way but the opening. */
function openingOf(sale: WatchedSale, nowMs: number): TaskKind | undefined {
  const isReady = sale.kind === "draw" ? sale.state === "drawn" : sale.state === "registering";
  if (!isReady) return undefined;
  if (sale.opensAt === null) return "opening_by_hand";
  return isOverdue(sale.opensAt, nowMs) ? "opening_overdue" : undefined;
}

function levelOfOpening(kind: TaskKind): TaskLevel {
  return kind === "opening_overdue" ? "urgent" : "due";
}

function firstDateOf(sale: WatchedSale): number | null {
  const dates = [sale.registrationOpensAt, sale.registrationClosesAt, sale.opensAt];
  const known = dates.filter((date) => date !== null);
  return known.length === 0 ? null : Math.min(...known);
}

/** Money that has been on its way for too long, by sale. */
export interface StuckMoney {
  readonly saleId: string;
  readonly kind: "payments_stuck" | "refunds_stuck" | "refunds_failed" | "deposits_stuck";
  readonly count: number;
  readonly since: number;
}

export function taskOfMoney({ kind, saleId, count, since }: StuckMoney): Task {
  return { kind, level: "urgent", since, dueAt: null, saleId, count };
}

/** The first steps of an installation, one after the other. */
export function firstSteps(known: {
  readonly hasProducts: boolean;
  readonly hasSales: boolean;
  readonly hasTerms: boolean;
}): Task[] {
  const step = (kind: TaskKind, level: TaskLevel): Task => {
    return { kind, level, since: null, dueAt: null, saleId: null, count: 1 };
  };
  const tasks: Task[] = [];
  if (!known.hasTerms) tasks.push(step("terms_missing", "urgent"));
  if (!known.hasProducts) tasks.push(step("first_product", "step"));
  else if (!known.hasSales) tasks.push(step("first_sale", "step"));
  return tasks;
}

/** Whoever has this permission is told of the task; null where everybody of the staff is. */
export const permissionOfTask = {
  sale_running: null,
  admission_paused: "sales:run",
  sale_halted: null,
  beacon_overdue: "sales:run",
  opening_overdue: "sales:run",
  opening_by_hand: "sales:run",
  draw_by_hand: "sales:run",
  draft_due: "sales:write",
  appeals_open: "sales:decide-appeals",
  payments_stuck: "orders:read",
  refunds_stuck: "orders:read",
  refunds_failed: "orders:refund",
  deposits_stuck: "orders:read",
  terms_missing: "sales:write",
  first_product: "catalogue:write",
  first_sale: "sales:write",
} as const satisfies Record<TaskKind, string | null>;

/** The most urgent first, and of these what has waited longest. */
export function sortTasks(tasks: readonly Task[]): Task[] {
  const weight = (task: Task) => taskLevels.indexOf(task.level);
  return tasks.toSorted(
    (a, b) => weight(a) - weight(b) || (a.since ?? 0) - (b.since ?? 0) || compareIds(a, b),
  );
}

function compareIds(a: Task, b: Task): number {
  return (a.saleId ?? "").localeCompare(b.saleId ?? "");
}
