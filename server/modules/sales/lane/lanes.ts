import { sql } from "kysely";
import { connectionSettings, inTransaction } from "../../../platform/database/database.ts";
import type { Platform } from "../../../platform/platform.ts";
import { issuePlannedCodes } from "../commands/issue-planned-codes.ts";
import { mendBars } from "../commands/mend-bars.ts";
import type { Line } from "../line/line.ts";
import { hasLane, type SaleState } from "../rules/sale-states.ts";
import { loadSale, salesIn, salesOf, type Sale } from "../store.ts";
import { keepsLane } from "./absent-lane.ts";
import type { LaneHooks } from "./lane-hooks.ts";
import { measureLanes } from "./lane-metrics.ts";
import { LaneOwnership } from "./lane-ownership.ts";
import { systemTimers } from "./lane-timers.ts";
import { LaneWriter } from "./lane-writer.ts";
import { PostgresLaneLog } from "./postgres-lane-log.ts";
import { RunningLane } from "./running-lane.ts";
import { laneTermsOf } from "./sale-terms.ts";

interface FollowedSale {
  readonly id: string;
  readonly state: SaleState;
  readonly opens_at: Date | null;
  readonly registrations: number;
}

const LOOK_EVERY_MS = 250;
const MARK_AGAIN_AFTER_MS = 500;

/**
 * The lanes that this server runs. It looks for sales whose lane nobody runs, takes those over, and
 * ends what it has lost. Several servers may do so on one database.
 */
export class Lanes {
  private readonly platform: Platform;
  private readonly line: Line;
  private readonly hooks: LaneHooks;
  private readonly ownership: LaneOwnership;
  private readonly running = new Map<string, RunningLane>();
  private readonly logs = new Map<string, PostgresLaneLog>();
  private readonly starting = new Map<string, Promise<RunningLane | undefined>>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private stopping = false;
  private looking: Promise<void> = Promise.resolve();

  constructor(platform: Platform, line: Line, hooks: LaneHooks) {
    this.platform = platform;
    this.line = line;
    this.hooks = hooks;
    this.ownership = new LaneOwnership(platform.database.connectionString, platform.log);
    measureLanes(platform.metrics, this.running);
  }

  /** The lane, if this server runs it. One that is lost or halted is not looked into any more. */
  find(saleId: string): RunningLane | undefined {
    const lane = this.running.get(saleId);
    return lane?.writer.status === "running" ? lane : undefined;
  }

  all(): Iterable<RunningLane> {
    return this.running.values();
  }

  /** Takes over what nobody runs, and keeps looking. Resolves after the first look. */
  async start(): Promise<void> {
    await this.look();
    const again = () => {
      if (this.stopping) return;
      this.timer = setTimeout(() => {
        this.looking = this.look().finally(again);
      }, LOOK_EVERY_MS);
    };
    again();
  }

  /** Whether the lane is just being started here, as right after a draw. */
  isStarting(saleId: string): boolean {
    return this.starting.has(saleId);
  }

  /** Starts the sale's lane here unless another server has it. */
  ensure(saleId: string): Promise<RunningLane | undefined> {
    // Until a lost lane is put away, and a halted one is marked in its row, nothing is started.
    if (this.stopping || this.running.has(saleId)) return Promise.resolve(this.find(saleId));
    let starting = this.starting.get(saleId);
    if (starting === undefined) {
      starting = this.takeOver(saleId).finally(() => this.starting.delete(saleId));
      this.starting.set(saleId, starting);
    }
    return starting;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    await this.looking;
    await Promise.all([...this.running.keys()].map((saleId) => this.retire(saleId)));
    await this.ownership.close();
  }

  /** Ends the lane here: it is over, or lost. */
  private async retire(saleId: string): Promise<void> {
    const lane = this.running.get(saleId);
    this.running.delete(saleId);
    await lane?.stop();
    await this.logs.get(saleId)?.close();
    this.logs.delete(saleId);
  }

  private async look(): Promise<void> {
    try {
      await this.keepLocks();
      for (const lane of this.running.values()) await this.closeIfOver(lane);
      await this.followTables();
      const { rows } = await sql<Pick<Sale, "id" | "kind" | "state">>`
        select id, kind, state from sales.sales
        where lane_closed_at is null and halted_reason is null
          and state in ('registering', 'drawn', 'selling', 'paused', 'ended')`.execute(
        this.platform.database.kysely,
      );
      for (const { id, kind, state } of rows) {
        if (hasLane(kind, state) && !this.stopping) await this.ensure(id);
      }
    } catch (error) {
      this.platform.log.warn({ err: error }, "could not look after the lanes");
    }
  }

  /**
   * A lane that appends nothing would not notice that another server has taken it over, and would
   * go on refusing fans by what is no longer so. So its lock is looked after.
   */
  private async keepLocks(): Promise<void> {
    for (const [saleId, { writer }] of this.running) {
      const lock = await this.ownership.claim(saleId);
      if (lock === "elsewhere") writer.lose("another server has its lock");
      // It was free for a while, and somebody may have had it meanwhile; the log knows.
      else if (lock === "taken") void writer.prove();
    }
  }

  private async takeOver(saleId: string): Promise<RunningLane | undefined> {
    const { platform } = this;
    if ((await this.ownership.claim(saleId)) === "elsewhere") return undefined;
    const sale = await loadSale(salesOf(platform.database), saleId);
    const line = await this.line.find(saleId);
    const places = await line?.places();
    const isWanted = sale !== undefined && keepsLane(sale) && sale.halted_reason === null;
    if (!isWanted || line === undefined || places === undefined) {
      // Whoever asks for the lane of a sale that has none leaves no trace.
      await this.ownership.release(saleId);
      return undefined;
    }
    const log = new PostgresLaneLog(connectionSettings(platform.database.connectionString));
    const writer = new LaneWriter({
      saleId,
      log,
      timers: systemTimers(platform.clock),
      owner: `${platform.config.baseUrl}#${process.pid}`,
      terms: laneTermsOf(sale, platform.config.pollsPerSecond),
      onBatch: (commands) => platform.rush.count(commands),
      onEnd: (status, reason) => void this.ended(saleId, status, reason),
    });
    const startedAt = performance.now();
    if ((await writer.start()) !== "running") {
      await log.close();
      return undefined;
    }
    this.logs.set(saleId, log);
    const lane = new RunningLane(platform, sale, writer, places, line, this.hooks.consumers);
    this.running.set(saleId, lane);
    await this.catchUp(lane);
    platform.log.info(
      {
        sale: saleId,
        records: writer.state.sequence,
        ms: Math.round(performance.now() - startedAt),
      },
      "took the lane over",
    );
    return lane;
  }

  /** What a crash may have left behind between the log and the tables. */
  private async catchUp(lane: RunningLane): Promise<void> {
    const { sale, writer } = lane;
    const highestPlace = lane.places.highest(sale.entrantList.registrations);
    await writer.submit({ type: "extend-line", highestPlace });
    await issuePlannedCodes(this.platform, lane);
    await mendBars(this.platform, lane);
    await this.giveUpLeftPlaces(lane);
    const { phase } = writer.state;
    if (phase !== "selling" && phase !== "paused" && phase !== "ended") return;
    if (phase === sale.state) return;
    await inTransaction(this.platform.database, async (tx) => {
      await salesIn(tx)
        .updateTable("sales")
        .set({ state: phase, changed_at: new Date() })
        .where("id", "=", sale.id)
        .execute();
    });
  }

  /** Those who left while the sale had no lane: between the closing of the list and the draw. */
  private async giveUpLeftPlaces(lane: RunningLane): Promise<void> {
    const { claims, givenUp } = lane.writer.state;
    const { rows } = await sql<{ number: number }>`
      select number from sales.registrations
      where sale_id = ${lane.sale.id} and standing = 'left'`.execute(this.platform.database.kysely);
    const places = rows.map((row) => lane.places.placeOf(row.number));
    const unknown = places.filter(
      (place) => place > 0 && !claims.has(place) && !givenUp.has(place),
    );
    await Promise.all(unknown.map((place) => lane.writer.submit({ type: "give-up", place })));
  }

  /** An ended sale's lane lives until its last hold has ended and the tables show all of it. */
  private async closeIfOver(lane: RunningLane): Promise<void> {
    const { state } = lane.writer;
    if (state.phase !== "ended" || state.heldClaims > 0) return;
    await lane.project();
    if (lane.projectionLag > 0) return;
    for (const isNeeded of this.hooks.needs) if (await isNeeded(lane.sale.id)) return;
    const closed = await salesOf(this.platform.database)
      .updateTable("sales")
      .set({ lane_closed_at: new Date() })
      .where("id", "=", lane.sale.id)
      .where("state", "=", "ended")
      .executeTakeFirst();
    // The row follows the lane; if a crash has come between them, the next takeover writes it.
    if (closed.numUpdatedRows > 0n) await this.letGo(lane.sale.id);
  }

  /**
   * What happened in the tables to sales whose lane runs here: latecomers that registered through
   * another server or while the lane was taken over, openings that were moved, and open sales that
   * were called off.
   */
  private async followTables(): Promise<void> {
    if (this.running.size === 0) return;
    const { rows } = await sql<FollowedSale>`
      select s.id, s.state, s.opens_at, l.registrations
      from sales.sales s join sales.entrant_lists l on l.sale_id = s.id
      where s.id = any(${[...this.running.keys()]}::uuid[])`.execute(this.platform.database.kysely);
    for (const { id, state, opens_at, registrations } of rows) {
      const lane = this.running.get(id);
      if (lane === undefined) continue;
      if (lane.sale.opens_at?.getTime() !== opens_at?.getTime()) {
        lane.sale = { ...lane.sale, opens_at };
      }
      const highestPlace = lane.places.highest(registrations);
      if (state === "cancelled") await this.letGo(id);
      else if (highestPlace > lane.writer.state.highestPlace) {
        void lane.writer.submit({ type: "extend-line", highestPlace });
      }
    }
  }

  private async letGo(saleId: string): Promise<void> {
    await this.retire(saleId);
    await this.ownership.release(saleId);
  }

  private async ended(
    saleId: string,
    status: "elsewhere" | "halted",
    reason: string,
  ): Promise<void> {
    this.platform.log.error({ sale: saleId, status, reason }, "the lane has ended here");
    try {
      if (status === "halted") await this.markHalted(saleId, reason);
      await this.retire(saleId);
    } catch (error) {
      this.platform.log.error({ err: error, sale: saleId }, "could not put the lost lane away");
    }
  }

  /** Nobody may start the lane again, so this goes on until the database has taken it. */
  private async markHalted(saleId: string, reason: string): Promise<void> {
    for (;;) {
      try {
        await salesOf(this.platform.database)
          .updateTable("sales")
          .set({ halted_reason: reason })
          .where("id", "=", saleId)
          .execute();
        return;
      } catch (error) {
        if (this.stopping) throw error;
        this.platform.log.error({ err: error, sale: saleId }, "the halt is not durable yet");
        await Bun.sleep(MARK_AGAIN_AFTER_MS);
      }
    }
  }
}
