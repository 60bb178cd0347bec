import { sql } from "kysely";
import { Gatherer } from "../../../platform/gatherer.ts";
import type { LineOfSale } from "../line/line.ts";
import type { AppealState } from "../rules/appeals.ts";
import type { SalesContext } from "../sales-context.ts";

/** An appeal as its fan sees it. */
export interface Appeal {
  readonly id: string;
  readonly state: AppealState;
  readonly text: string;
  /** The staff's words; empty before the decision, and where it needed none. */
  readonly answer: string;
  readonly madeAt: Date;
  readonly decidedAt: Date | null;
}

/** A bar as its fan sees it: what the staff noted is not there. */
export interface BarOfPlace {
  /** One of `barReasons`. */
  readonly reason: string;
  readonly barredAt: Date;
  /** The open appeal, or the last that was decided against this bar. */
  readonly appeal: Appeal | null;
}

/** What each line gathers its questions with. */
const gatherers = new WeakMap<LineOfSale, Gatherer<number, BarOfPlace | undefined>>();

/**
 * The bar that stands against a place. Where the sale's lane runs here it tells who is barred, so
 * that the crowd that takes its places asks no table; elsewhere who ask together share a look.
 */
export async function findBar(
  context: SalesContext,
  line: LineOfSale,
  place: number,
): Promise<BarOfPlace | undefined> {
  const lane = context.lanes.find(line.saleId);
  if (lane !== undefined && !lane.writer.state.barred.has(place)) return undefined;
  let gatherer = gatherers.get(line);
  if (gatherer === undefined) {
    gatherer = new Gatherer((places) => findBars(context, line.saleId, places));
    gatherers.set(line, gatherer);
  }
  return gatherer.ask(place);
}

interface BarRow {
  readonly place: number;
  readonly reason: string;
  readonly barredAt: Date;
  readonly id: string | null;
  readonly state: AppealState;
  readonly text: string;
  readonly answer: string;
  readonly madeAt: Date;
  readonly decidedAt: Date | null;
}

async function findBars(
  { platform }: SalesContext,
  saleId: string,
  places: readonly number[],
): Promise<(BarOfPlace | undefined)[]> {
  const { rows } = await sql<BarRow>`
    select b.place, b.reason, b.barred_at as "barredAt", a.id, a.state, a.text, a.answer,
      a.made_at as "madeAt", a.decided_at as "decidedAt"
    from sales.bars b left join lateral (
      select * from sales.appeals a
      where a.sale_id = b.sale_id and a.place = b.place
        and (a.barred_at = b.barred_at or a.state = 'open')
      order by a.made_at desc limit 1
    ) a on true
    where b.sale_id = ${saleId} and b.place = any(${places}::integer[])
      and b.restored_at is null`.execute(platform.database.kysely);
  const byPlace = new Map(rows.map((row) => [row.place, presentBar(row)]));
  return places.map((place) => byPlace.get(place));
}

function presentBar(row: BarRow): BarOfPlace {
  const { reason, barredAt, id, state, text, answer, madeAt, decidedAt } = row;
  const appeal = id === null ? null : { id, state, text, answer, madeAt, decidedAt };
  return { reason, barredAt, appeal };
}
