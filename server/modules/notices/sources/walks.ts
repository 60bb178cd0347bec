import type { Tx } from "../../../platform/database/database.ts";
import type { Entrant, OfferedSale } from "../../sales/index.ts";
import { beginEnd } from "../commands/begin-walks.ts";
import type { NoticeKind, WalkKind } from "../rules/notice-kinds.ts";
import { whyNotTold, type WalkView } from "../rules/walk-notices.ts";
import { noticesIn, noticesOf, type Walk } from "../store.ts";
import { speechIn, type Wording } from "../texts/speech.ts";
import * as words from "../texts/walk-words.ts";
import {
  type Gathered,
  type Notice,
  NOTHING,
  nothingLeftOut,
  type NoticesContext,
  salePath,
  type Skipped,
  type Source,
  waitingPath,
} from "./source.ts";

/** The most urgent first; turns are a source of their own. */
const KINDS = ["cancelled", "moved", "over", "placed", "registered"] as const;

/** Larger than any registration's number. */
const NO_END = 2 ** 31 - 1;

/** Fans of a sale are told of its end once, by whichever way it is found out first. */
export const overKey = (saleId: string, fanId: string) => `sale:${saleId}:over:${fanId}`;

/** What all who are registered for a sale are told, one registration after the other. */
export function createWalkSources(context: NoticesContext): readonly Source[] {
  return KINDS.map((kind) => ({
    name: kind,
    async gather(limit, now) {
      const walks = await noticesOf(context.platform.database)
        .selectFrom("walks")
        .selectAll()
        .where("kind", "=", kind)
        .where("state", "=", "running")
        .orderBy("due_at")
        .execute();
      for (const walk of walks) {
        const gathered = await gatherWalk(context, walk, limit, now);
        if (gathered !== undefined) return gathered;
      }
      return NOTHING;
    },
  }));
}

/** @returns undefined where the walk has nothing to tell now */
async function gatherWalk(
  context: NoticesContext,
  walk: Walk,
  limit: number,
  now: Date,
): Promise<Gathered | undefined> {
  const { sales } = context;
  const sale = await sales.findSale(walk.sale_id);
  if (sale === undefined) return undefined;
  if (walk.through === null && walk.kind !== "registered") return beginning(context, walk, sale);
  if (walk.kind === "over" && !(await isShown(context, walk))) return undefined;
  const through = walk.through ?? NO_END;
  const entrants = await sales.listEntrants(sale.id, { after: walk.after, through, limit });
  const last = entrants.at(-1)?.number ?? walk.after;
  const isEnd = walk.through === null ? isFinished(sale) && entrants.length === 0 : last >= through;
  if (entrants.length === 0 && !isEnd) return undefined;
  const view = await viewOf(context, sale);
  const told = tellEach(walk, sale, view, entrants);
  const oldest = walk.through === null ? entrants[0]?.registeredAt : walk.due_at;
  return {
    ...told,
    handled: Math.max(1, entrants.length),
    dueAt: oldest ?? now,
    async settle(tx) {
      // A crash can swallow the event of the sale's end; its registrations end with it anyway.
      if (isEnd && walk.kind === "registered" && sale.state === "ended") {
        await beginEnd(tx, sale.id, now);
      }
      return moveWalk(tx, walk, { after: last, state: isEnd ? "done" : "running" });
    },
  };
}

function isFinished({ state }: OfferedSale): boolean {
  return state === "ended" || state === "cancelled";
}

/** How far a walk goes, and in which words, is settled as it begins, so that all hear the same. */
async function beginning(
  { sales }: NoticesContext,
  walk: Walk,
  sale: OfferedSale,
): Promise<Gathered> {
  const end = walk.kind === "over" ? await findEnd(sales, walk) : {};
  return {
    ...NOTHING,
    handled: 1,
    settle: (tx) =>
      moveWalk(tx, walk, {
        ...end,
        through: sale.registrations,
        state: sale.registrations === 0 ? "done" : "running",
      }),
  };
}

/** Where the lane does not run here any more it is not known whether all was sold, and not said. */
async function findEnd(sales: NoticesContext["sales"], walk: Walk) {
  const now = await sales.forPages.findNow(walk.sale_id);
  const isSoldOut = now.ok && now.value.asOf !== null && now.value.soldOut;
  const { recorded } = await sales.findClaimsProgress(walk.sale_id);
  return { sequence: recorded, facts: JSON.stringify({ isSoldOut, ...walk.facts }) };
}

/** Whether the tables show who got something, up to the moment when nothing was left. */
async function isShown({ sales }: NoticesContext, walk: Walk): Promise<boolean> {
  return (await sales.findClaimsProgress(walk.sale_id)).projected >= (walk.sequence ?? 0);
}

async function moveWalk(
  tx: Tx,
  walk: Walk,
  change: {
    readonly after?: number;
    readonly through?: number;
    readonly sequence?: number | null;
    readonly facts?: string;
    readonly state: Walk["state"];
  },
): Promise<ReadonlySet<string>> {
  await noticesIn(tx)
    .updateTable("walks")
    .set(change)
    .where("sale_id", "=", walk.sale_id)
    .where("kind", "=", walk.kind)
    .where("occasion", "=", walk.occasion)
    .execute();
  return nothingLeftOut;
}

/** What the rules ask of the sale. */
export async function viewOf(context: NoticesContext, sale: OfferedSale): Promise<WalkView> {
  const rows = await noticesOf(context.platform.database)
    .selectFrom("walks")
    .select(["kind", "state", "through"])
    .where("sale_id", "=", sale.id)
    .where("kind", "in", ["placed", "over"])
    .execute();
  const now = await context.sales.forPages.findNow(sale.id);
  return {
    state: sale.state,
    // Stock that is added later makes a sale go on that was sold out.
    isOver:
      rows.some(({ kind, state }) => kind === "over" && state !== "watching") &&
      !(now.ok && now.value.asOf !== null && !now.value.final),
    hasDraw: sale.kind === "draw",
    placedThrough: rows.find(({ kind }) => kind === "placed")?.through ?? 0,
    admittedThrough: (now.ok ? now.value.line?.admittedThrough : undefined) ?? 0,
  };
}

/** What these fans are told, or why not. */
export function tellEach(
  walk: Walk,
  sale: OfferedSale,
  view: WalkView,
  entrants: readonly Entrant[],
): { readonly notices: readonly Notice[]; readonly skipped: readonly Skipped[] } {
  const notices: Notice[] = [];
  const skipped: Skipped[] = [];
  for (const entrant of entrants) {
    const { fanId } = entrant;
    const reason = whyNotTold(walk.kind, entrant, view);
    if (reason !== undefined) skipped.push({ kind: walk.kind, reason });
    else if (fanId === null) skipped.push({ kind: walk.kind, reason: "no_account" });
    else notices.push(noticeOf(walk, sale, entrant, fanId));
  }
  return { notices, skipped };
}

const WORDS: Readonly<Record<WalkKind, Wording<words.WalkFactsSaid>>> = {
  registered: words.registered,
  placed: words.placed,
  turn_near: words.turnNear,
  over: words.over,
  cancelled: words.cancelled,
  moved: words.moved,
};

function noticeOf(walk: Walk, sale: OfferedSale, entrant: Entrant, fanId: string): Notice {
  const { kind } = walk;
  return {
    kind,
    key: keyOf(walk, entrant, fanId),
    fanId,
    path: isPublic(kind) ? salePath(sale.id) : waitingPath(sale.id),
    write(locale) {
      const speech = speechIn(locale);
      const instant = (at: Date | null) => (at === null ? undefined : speech.instant(at));
      // An open sale has no places.
      const place = sale.kind === "draw" ? entrant.place : null;
      return WORDS[kind][locale]({
        sale: speech.name(sale.names),
        number: speech.number(entrant.number),
        place: place === null ? undefined : speech.number(place),
        isDrawn: sale.kind === "draw",
        registrationClosesAt: instant(sale.registrationClosesAt),
        opensAt: instant(sale.opensAt),
        hold: speech.duration(sale.holdSeconds),
        isSelling: sale.state === "selling" || sale.state === "paused",
        isWaiting: entrant.claim === "waiting",
        isSoldOut: walk.facts.isSoldOut === true,
        mayReturn: sale.state !== "ended",
      });
    },
  };
}

function isPublic(kind: NoticeKind): boolean {
  return kind === "cancelled" || kind === "moved" || kind === "over";
}

function keyOf({ kind, sale_id: saleId, occasion }: Walk, entrant: Entrant, fanId: string): string {
  if (kind === "over") return overKey(saleId, fanId);
  const suffix = occasion === 0 ? "" : `-${occasion}`;
  return `sale:${saleId}:${kind}${suffix}:${entrant.number}`;
}
