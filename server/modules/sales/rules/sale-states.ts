/**
 * The states of a sale, and what may happen in each. A sale of kind `draw` passes all of them; one
 * of kind `open` has no list to close and goes from `registering` to `selling`.
 */
export const saleStates = [
  "draft",
  "registering",
  "closed",
  "drawn",
  "selling",
  "paused",
  "ended",
  "cancelled",
] as const;

export type SaleState = (typeof saleStates)[number];

export type SaleKind = "draw" | "open";

export type SaleAction =
  | "change"
  | "move"
  | "publish"
  | "cancel"
  | "close-registration"
  | "draw"
  | "open"
  | "pause"
  | "resume"
  | "stop"
  | "add-stock"
  | "limit-admission"
  | "bar"
  | "issue-codes"
  | "register"
  | "leave"
  | "take-place"
  | "claim";

type Row = Partial<Record<SaleAction, SaleState>>;

/** For each state, the actions that are allowed in it and the state that each leads to. */
const DRAW: Record<SaleState, Row> = {
  draft: { change: "draft", publish: "registering", cancel: "cancelled" },
  registering: {
    register: "registering",
    leave: "registering",
    "issue-codes": "registering",
    move: "registering",
    "close-registration": "closed",
    cancel: "cancelled",
  },
  closed: {
    register: "closed",
    leave: "closed",
    "issue-codes": "closed",
    move: "closed",
    draw: "drawn",
    cancel: "cancelled",
  },
  drawn: {
    register: "drawn",
    leave: "drawn",
    "take-place": "drawn",
    bar: "drawn",
    "issue-codes": "drawn",
    move: "drawn",
    "add-stock": "drawn",
    "limit-admission": "drawn",
    open: "selling",
    stop: "ended",
  },
  selling: {
    register: "selling",
    leave: "selling",
    "take-place": "selling",
    claim: "selling",
    bar: "selling",
    "issue-codes": "selling",
    "add-stock": "selling",
    "limit-admission": "selling",
    pause: "paused",
    stop: "ended",
  },
  paused: {
    register: "paused",
    leave: "paused",
    "take-place": "paused",
    claim: "paused",
    bar: "paused",
    "issue-codes": "paused",
    "add-stock": "paused",
    "limit-admission": "paused",
    resume: "selling",
    stop: "ended",
  },
  ended: {},
  cancelled: {},
};

/** An open sale has no line whose pace could be limited. */
function withoutLine(row: Row): Row {
  const rest = { ...row };
  delete rest["limit-admission"];
  return rest;
}

/** An open sale: nothing is drawn, and a registration is usable from the opening second. */
const OPEN: Record<SaleState, Row> = {
  ...DRAW,
  registering: {
    register: "registering",
    leave: "registering",
    "take-place": "registering",
    bar: "registering",
    "issue-codes": "registering",
    "add-stock": "registering",
    move: "registering",
    open: "selling",
    cancel: "cancelled",
  },
  closed: {},
  drawn: {},
  selling: withoutLine(DRAW.selling),
  paused: withoutLine(DRAW.paused),
};

/** The state that the action leads to, or undefined where it is not allowed. */
export function nextSaleState(
  kind: SaleKind,
  state: SaleState,
  action: SaleAction,
): SaleState | undefined {
  return (kind === "draw" ? DRAW : OPEN)[state][action];
}

/** The states in which the action is allowed; for messages. */
export function statesAllowing(kind: SaleKind, action: SaleAction): readonly SaleState[] {
  const table = kind === "draw" ? DRAW : OPEN;
  return (Object.keys(table) as SaleState[]).filter((state) => table[state][action] !== undefined);
}

/** The states in which a lane keeps the sale's stock. An ended lane still ends its open holds. */
export function hasLane(kind: SaleKind, state: SaleState): boolean {
  if (state === "registering") return kind === "open";
  return state === "drawn" || state === "selling" || state === "paused" || state === "ended";
}
