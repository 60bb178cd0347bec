import { sql } from "kysely";
import type { OfferedSale } from "../../sales/index.ts";
import type { HoldKind } from "../rules/notice-kinds.ts";
import { type HoldOutlook, holdOutlook } from "../rules/hold-notices.ts";
import { type HoldRow, noticesOf } from "../store.ts";
import { type ClaimFactsSaid, expired, held, holdExpiring } from "../texts/claim-words.ts";
import { speechIn, type Words } from "../texts/speech.ts";
import { over } from "../texts/walk-words.ts";
import { nameUnits, type UnitsOf } from "./name-units.ts";
import {
  type Gathered,
  type Notice,
  NOTHING,
  type NoticesContext,
  orderPath,
  SaleBook,
  salePath,
  type Source,
} from "./source.ts";
import { overKey } from "./walks.ts";

/** Claims whose hold has something to tell: it began, ends soon, or has expired. */
export function createHoldSource(context: NoticesContext): Source {
  return { name: "holds", gather: (limit, now) => gatherHolds(context, limit, now) };
}

interface Seen {
  readonly row: HoldRow;
  readonly outlook: HoldOutlook;
}

async function gatherHolds(context: NoticesContext, limit: number, now: Date): Promise<Gathered> {
  const rows = await noticesOf(context.platform.database)
    .selectFrom("holds")
    .selectAll()
    .where("look_at", "<=", now)
    .orderBy("look_at")
    .limit(limit)
    .execute();
  const [first] = rows;
  if (first === undefined) return NOTHING;
  const book = new SaleBook(context.sales);
  const unitsOf = await nameUnits(
    context,
    rows.flatMap(({ lines }) => lines),
  );
  const seen: Seen[] = [];
  const notices: Notice[] = [];
  for (const row of rows) {
    const sale = await book.find(row.sale_id);
    const holdMs = (sale?.holdSeconds ?? 0) * 1000;
    const outlook = holdOutlook(viewOf(row), holdMs, now.getTime());
    seen.push({ row, outlook });
    if (sale === undefined) continue;
    for (const { kind, skip } of outlook.notices) {
      if (skip === undefined) notices.push(noticeOf(kind, row, sale, unitsOf));
    }
  }
  const skipped = seen.flatMap(({ outlook }) =>
    outlook.notices.flatMap(({ kind, skip: reason }) =>
      reason === undefined ? [] : [{ kind, reason }],
    ),
  );
  return {
    notices,
    skipped,
    handled: rows.length,
    dueAt: first.look_at ?? undefined,
    async settle(tx) {
      const settled = await sql<{ claim_id: string }>`
        update notices.holds as h
        set look_at = seen.look_at, is_told = h.is_told or seen.is_told,
          is_reminded = h.is_reminded or seen.is_reminded
        from unnest(${seen.map(({ row }) => row.claim_id)}::uuid[],
          ${seen.map(({ row }) => row.version)}::bigint[],
          ${seen.map(({ outlook }) => isoTime(outlook.lookAt))}::timestamptz[],
          ${seen.map(({ outlook }) => tells(outlook, "held"))}::boolean[],
          ${seen.map(({ outlook }) => tells(outlook, "hold_expiring"))}::boolean[])
          as seen (claim_id, version, look_at, is_told, is_reminded)
        where h.claim_id = any(array(
            -- Rows that the projection holds are left to the next batch: nobody waits for the other.
            select claim_id from notices.holds
            where claim_id = any(${seen.map(({ row }) => row.claim_id)}::uuid[])
            for update skip locked))
          and h.claim_id = seen.claim_id and h.version = seen.version
        returning h.claim_id`.execute(tx);
      const unchanged = new Set(settled.rows.map((row) => row.claim_id));
      const done = seen.filter(({ row, outlook }) => outlook.isDone && unchanged.has(row.claim_id));
      await sql`
        delete from notices.holds
        where claim_id = any(${done.map(({ row }) => row.claim_id)}::uuid[])`.execute(tx);
      const changed = seen.filter(({ row }) => !unchanged.has(row.claim_id));
      return new Set(
        changed.flatMap(({ row, outlook }) => outlook.notices.map(({ kind }) => keyOf(kind, row))),
      );
    },
  };
}

function viewOf(row: HoldRow) {
  return {
    state: row.state,
    expiresAt: row.expires_at?.getTime() ?? null,
    wasHeld: row.was_held,
    isTold: row.is_told,
    isReminded: row.is_reminded,
  };
}

function tells({ notices }: HoldOutlook, wanted: HoldKind): boolean {
  return notices.some(({ kind }) => kind === wanted);
}

function isoTime(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

function keyOf(kind: HoldKind, row: HoldRow): string {
  // Who waited may have been told with all others, before the sale ended.
  return kind === "over" ? overKey(row.sale_id, row.fan_id) : `claim:${row.claim_id}:${kind}`;
}

function noticeOf(kind: HoldKind, row: HoldRow, sale: OfferedSale, unitsOf: UnitsOf): Notice {
  const isOpen = kind === "held" || kind === "hold_expiring";
  return {
    kind,
    key: keyOf(kind, row),
    fanId: row.fan_id,
    path: isOpen ? orderPath(row.claim_id) : salePath(sale.id),
    write(locale): Words {
      const speech = speechIn(locale);
      const name = speech.name(sale.names);
      if (kind === "over") return over[locale]({ ...NEVER_SERVED, sale: name });
      const facts: ClaimFactsSaid = {
        sale: name,
        units: unitsOf(row.lines, locale),
        until: row.expires_at === null ? "" : speech.instant(row.expires_at),
      };
      switch (kind) {
        case "held":
          return held[locale](facts);
        case "hold_expiring":
          return holdExpiring[locale](facts);
        case "expired":
          return expired[locale](facts);
      }
    },
  };
}

/** What the mail about the end says to those who waited until then. */
const NEVER_SERVED = {
  number: "",
  place: undefined,
  isDrawn: false,
  registrationClosesAt: undefined,
  opensAt: undefined,
  hold: "",
  isSelling: false,
  isWaiting: false,
  isSoldOut: false,
  mayReturn: false,
} as const;
