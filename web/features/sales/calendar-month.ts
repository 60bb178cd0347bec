import type { components } from "../../api/contract.ts";
import { dayOf } from "./local-times.ts";

type Sale = components["schemas"]["Sale"];

/** A month of the calendar: `2026-12`. */
export type Month = string;

export type SpanKind = "registration" | "selling";

/** A sale's registration or selling, by days of the browser's clock (`YYYY-MM-DD`), both in it. */
export interface Span {
  readonly sale: Sale;
  readonly kind: SpanKind;
  readonly from: string;
  readonly to: string;
  /** Nobody has said when it ends. */
  readonly isOpenEnded: boolean;
}

/** A piece of a span in one week: where it stands in the grid, from 0, and over how many days. */
export interface Piece {
  readonly span: Span;
  readonly column: number;
  readonly days: number;
  readonly startsHere: boolean;
}

export interface Week {
  readonly days: readonly string[];
  /** Lines under the days; the pieces of one do not overlap, and stand in order. */
  readonly lines: readonly (readonly Piece[])[];
}

export function monthOf(date: Date): Month {
  return dayOf(date).slice(0, 7);
}

export function addMonths(month: Month, count: number): Month {
  return monthOf(new Date(yearOf(month), monthIndexOf(month) + count, 1));
}

/** Whether the text is a month, as an address may have it. */
export function isMonth(text: unknown): text is Month {
  return typeof text === "string" && /^[12]\d{3}-(?:0[1-9]|1[0-2])$/.test(text);
}

/** What of a sale stands in the calendar; nothing where it has no dates or was called off. */
export function spansOf(sale: Sale): readonly Span[] {
  if (sale.state === "cancelled") return [];
  const day = (at: string) => dayOf(new Date(at));
  const spans: Span[] = [];
  const add = (kind: SpanKind, from: string | null, to: string | null) => {
    if (from === null && to === null) return;
    // One known end is a day of its own.
    const [first, last] = [day(from ?? to ?? ""), day(to ?? from ?? "")];
    spans.push({
      sale,
      kind,
      from: first,
      to: last < first ? first : last,
      isOpenEnded: to === null,
    });
  };
  add("registration", sale.registrationOpensAt, sale.registrationClosesAt ?? sale.opensAt);
  add("selling", sale.opensAt, sale.opensAt === null ? null : sale.endsAt);
  return spans;
}

/**
 * The weeks that the month touches, each with its part of the spans.
 * @param firstDay of a week: 1 is Monday, 7 Sunday
 */
export function weeksOf(month: Month, firstDay: number, spans: readonly Span[]): readonly Week[] {
  const [year, index] = [yearOf(month), monthIndexOf(month)];
  const before = (new Date(year, index, 1).getDay() - (firstDay % 7) + 7) % 7;
  const daysInMonth = new Date(year, index + 1, 0).getDate();
  const count = Math.ceil((before + daysInMonth) / 7);
  return Array.from({ length: count }, (_, week) => {
    const days = Array.from({ length: 7 }, (__, day) =>
      dayOf(new Date(year, index, 1 - before + week * 7 + day)),
    );
    return { days, lines: linesOf(days, spans) };
  });
}

function linesOf(days: readonly string[], spans: readonly Span[]): readonly (readonly Piece[])[] {
  const [first = "", last = ""] = [days[0], days.at(-1)];
  const pieces = spans
    .filter(({ from, to }) => from <= last && to >= first)
    .map((span): Piece => {
      const column = Math.max(0, days.indexOf(span.from));
      const end = span.to > last ? 6 : days.indexOf(span.to);
      return { span, column, days: end - column + 1, startsHere: span.from >= first };
    })
    .toSorted((a, b) => a.column - b.column || b.days - a.days);
  const lines: Piece[][] = [];
  for (const piece of pieces) {
    const free = lines.find((line) => {
      const before = line.at(-1);
      return before === undefined || before.column + before.days <= piece.column;
    });
    if (free === undefined) lines.push([piece]);
    else free.push(piece);
  }
  return lines;
}

/** The spans of which some day is in the month, by their first day. */
export function spansIn(month: Month, spans: readonly Span[]): readonly Span[] {
  return spans
    .filter(({ from, to }) => from.slice(0, 7) <= month && to.slice(0, 7) >= month)
    .toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
}

function yearOf(month: Month): number {
  return Number(month.slice(0, 4));
}

function monthIndexOf(month: Month): number {
  return Number(month.slice(5)) - 1;
}
