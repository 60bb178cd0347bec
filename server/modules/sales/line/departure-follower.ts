import { sql } from "kysely";
import { inTransaction } from "../../../platform/database/database.ts";
import { eraseFan } from "../commands/erase-fan.ts";
import type { SalesContext } from "../sales-context.ts";

const LOOK_EVERY_MS = 500;
/** Old cookies count for minutes, mailed links for an hour. */
const REMEMBERED_MS = 24 * 3600 * 1000;

interface Departure {
  readonly sale_id: string;
  readonly number: number;
  readonly is_over: boolean;
}

/**
 * Ends what the erasure of a fan has begun: the lanes that run here give the places up, and what
 * was written of the fan a moment too late goes as well. Both stand in tables until they are done,
 * so it matters neither which server runs a lane nor what is stopped meanwhile.
 */
export class DepartureFollower {
  private readonly context: SalesContext;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopping = false;

  constructor(context: SalesContext) {
    this.context = context;
  }

  start(): void {
    this.timer = setTimeout(() => {
      this.running = this.look().finally(() => {
        if (!this.stopping) this.start();
      });
    }, LOOK_EVERY_MS);
  }

  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private async look(): Promise<void> {
    try {
      await this.giveUpPlaces();
      await this.eraseLateRows();
    } catch (error) {
      this.context.platform.log.warn({ err: error }, "could not follow erased fans");
    }
  }

  private async giveUpPlaces(): Promise<void> {
    const { database } = this.context.platform;
    const { rows } = await sql<Departure>`
      select d.sale_id, d.number, s.lane_closed_at is not null or s.state = 'cancelled' as is_over
      from sales.departures d join sales.sales s on s.id = d.sale_id
      order by d.sale_id, d.number limit 1000`.execute(database.kysely);
    for (const { sale_id, number, is_over } of rows) {
      if (!is_over && !(await this.giveUp(sale_id, number))) continue;
      await sql`
        delete from sales.departures where sale_id = ${sale_id} and number = ${number}`.execute(
        database.kysely,
      );
    }
  }

  /** @returns whether the lane runs here and has answered; a paid claim keeps its place */
  private async giveUp(saleId: string, number: number): Promise<boolean> {
    const lane = this.context.lanes.find(saleId);
    if (lane === undefined) return false;
    const place = lane.places.placeOf(number);
    const answer = await lane.writer.submit({ type: "give-up", place });
    return answer.kind !== "unavailable";
  }

  private async eraseLateRows(): Promise<void> {
    const { clock, database } = this.context.platform;
    const now = new Date(clock.wallMs());
    const { rows } = await sql<{ fan_id: string }>`
      select fan_id from sales.erased_fans e
      where exists (
          select from sales.sales s, lateral (
            select from sales.registrations r
            where r.sale_id = s.id and r.fan_id = e.fan_id and r.standing = 'entered'
            limit 1) as standing)
        or exists (select from sales.claims c where c.fan_id = e.fan_id)`.execute(database.kysely);
    for (const { fan_id } of rows) {
      await inTransaction(database, (tx) => eraseFan(tx, fan_id, now));
    }
    await sql`
      delete from sales.erased_fans
      where erased_at < ${new Date(now.getTime() - REMEMBERED_MS)}`.execute(database.kysely);
  }
}
