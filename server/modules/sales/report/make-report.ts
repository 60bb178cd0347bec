import { fail, ok, type Result } from "../../../platform/failure.ts";
import { connectionSettings } from "../../../platform/database/database.ts";
import { entrantListPath } from "../commands/close-registration.ts";
import { salesFailures } from "../failures.ts";
import { PostgresLaneLog } from "../lane/postgres-lane-log.ts";
import { findBeaconChain, roundTimeMs } from "../rules/beacon.ts";
import { carryOverStatement } from "../rules/carry-over.ts";
import { drawStatement } from "../rules/draw-statement.ts";
import { TotalsCounter } from "../rules/report-totals.ts";
import type { LaneState } from "../rules/lane-state.ts";
import { type SaleCourse, SaleTimeline, type TimelineState } from "../rules/sale-timeline.ts";
import { encodeReport, reportMessage, type Report, type ReportDraw } from "../rules/report.ts";
import type { SalesContext } from "../sales-context.ts";
import { loadSale, salesOf, type Sale } from "../store.ts";

/** A report that is not final yet is made anew after this long. */
const KEEP_MS = 60_000;

/** Where the published files of a sale stand; `name` is the report's own word for the file. */
export function reportFilePath(saleId: string, name: string): string {
  return name === "entrants.txt" ? entrantListPath(saleId) : `sales/${saleId}/${name}`;
}

interface MadeReport {
  readonly text: string;
  readonly report: Report;
  readonly course: SaleCourse;
  readonly madeAtMs: number;
}

/** A report and what operators see besides: how the sale went over time. */
export interface ReportWithCourse {
  readonly report: Report;
  readonly course: SaleCourse;
}

/** Makes the reports of sales that are over, and keeps them. One is in the making at a time. */
export class ReportDesk {
  private readonly context: SalesContext;
  private readonly made = new Map<string, Promise<Result<MadeReport>>>();

  constructor(context: SalesContext) {
    this.context = context;
  }

  /** The report as published. Failures: sale_not_found, report_not_ready. */
  async find(saleId: string): Promise<Result<string>> {
    const made = await this.findMade(saleId);
    return made.ok ? ok(made.value.text) : made;
  }

  /** The same with how the sale went. Failures: sale_not_found, report_not_ready. */
  findWithCourse(saleId: string): Promise<Result<ReportWithCourse>> {
    return this.findMade(saleId);
  }

  private async findMade(saleId: string): Promise<Result<MadeReport>> {
    const { clock } = this.context.platform;
    const known = this.made.get(saleId);
    if (known !== undefined) {
      const made = await known;
      if (!made.ok) return made;
      const isFresh = clock.monotonicMs() - made.value.madeAtMs < KEEP_MS;
      if (made.value.report.final || isFresh) return made;
    }
    // Another caller may have begun a new one while this one looked at the old.
    let making = this.made.get(saleId);
    if (making === undefined || making === known) {
      making = this.make(saleId);
      this.made.set(saleId, making);
    }
    try {
      const made = await making;
      if (!made.ok) this.forget(saleId, making);
      return made;
    } catch (error) {
      this.forget(saleId, making);
      throw error;
    }
  }

  private forget(saleId: string, making: Promise<Result<MadeReport>>): void {
    if (this.made.get(saleId) === making) this.made.delete(saleId);
  }

  private async make(saleId: string): Promise<Result<MadeReport>> {
    const { platform } = this.context;
    const sale = await loadSale(salesOf(platform.database), saleId);
    if (sale === undefined)
      return fail(salesFailures.sale_not_found, `No sale has the id ${saleId}.`);
    if (sale.state !== "ended") {
      return fail(salesFailures.report_not_ready, `The sale is ${sale.state}.`);
    }
    const counter = new TotalsCounter(saleId);
    const timeline = new SaleTimeline();
    const logFile = await this.publishLog(sale, counter, timeline);
    const report = reportOf(sale, counter, logFile, platform.keys.publicKey);
    const signature = platform.keys.sign(reportMessage(report)).toString("base64url");
    const text = encodeReport({ report, signature });
    await platform.files.write(`sales/${saleId}/report.json`, new TextEncoder().encode(text));
    const course = timeline.course();
    return ok({ text, report, course, madeAtMs: platform.clock.monotonicMs() });
  }

  /**
   * Writes the log's file, one record a line: its digest in hex, a space, its bytes. Its name says
   * how far the log went, so a report and its log always belong together.
   */
  private async publishLog(
    sale: Sale,
    counter: TotalsCounter,
    timeline: SaleTimeline,
  ): Promise<string> {
    const { database, files } = this.context.platform;
    const through = await salesOf(database)
      .selectFrom("lane_records")
      .select(({ fn }) => fn.max("sequence").as("last"))
      .where("sale_id", "=", sale.id)
      .executeTakeFirstOrThrow();
    const last = through.last ?? 0;
    const log = new PostgresLaneLog(connectionSettings(database.connectionString));
    async function* lines(): AsyncGenerator<Uint8Array> {
      for await (const { sequence, body, digest } of log.read(sale.id, 0)) {
        if (sequence > last) return;
        const record = counter.add(body, digest);
        timeline.add(record, timelineStateOf(counter.state));
        yield Buffer.from(`${Buffer.from(digest).toString("hex")} `);
        yield body;
        yield Buffer.from("\n");
      }
    }
    try {
      await files.write(`sales/${sale.id}/log-${last}.txt`, lines());
    } finally {
      await log.close();
    }
    return `log-${last}.txt`;
  }
}

function reportOf(sale: Sale, counter: TotalsCounter, logFile: string, publicKey: Buffer): Report {
  const { registrations, entrants } = sale.entrantList;
  const totals = counter.totals();
  return {
    format: "millet-report-v1",
    sale: {
      id: sale.id,
      kind: sale.kind,
      names: { ...sale.names },
      registrations,
      latecomers: sale.kind === "open" ? 0 : registrations - (entrants ?? 0),
    },
    draw: sale.kind === "open" ? null : drawOf(sale),
    removals: counter.removals(),
    totals,
    final: totals.held === 0,
    files: {
      entrants: sale.kind === "open" ? null : "entrants.txt",
      ...(sale.carry_over_from === null ? {} : { carried: "carried.txt" }),
      log: logFile,
    },
    publicKey: publicKey.toString("base64url"),
  };
}

function drawOf(sale: Sale): ReportDraw | null {
  const { entrants, live_entrants, root, root_signature, root_signed_at } = sale.entrantList;
  if (sale.seed === null || sale.order_digest === null || root === null) return null;
  const hex = (bytes: Buffer | null) => bytes?.toString("hex") ?? "";
  const chain = sale.beacon_chain === null ? undefined : findBeaconChain(sale.beacon_chain);
  return {
    mode: chain === undefined ? "beaconless" : "beacon",
    statement: drawStatement(chain !== undefined),
    beacon:
      chain === undefined || sale.beacon_round === null
        ? null
        : {
            chain: chain.hash,
            round: sale.beacon_round,
            signature: hex(sale.beacon_signature),
            roundAt: new Date(roundTimeMs(chain, sale.beacon_round)).toISOString(),
            closesAt: sale.registration_closes_at?.toISOString() ?? "",
          },
    secret:
      sale.draw_secret === null
        ? null
        : { secret: hex(sale.draw_secret), hash: hex(sale.draw_secret_hash) },
    entrants: entrants ?? 0,
    drawn: live_entrants ?? 0,
    root: hex(root),
    rootSignature: root_signature?.toString("base64url") ?? "",
    rootSignedAt: root_signed_at?.toISOString() ?? "",
    ...carryOverOf(sale),
    seed: hex(sale.seed),
    orderDigest: hex(sale.order_digest),
  };
}

function carryOverOf(sale: Sale): Pick<ReportDraw, "carryOver"> {
  const { carry_over_from: from, entrantList } = sale;
  if (from === null || entrantList.carried_digest === null) return {};
  return {
    carryOver: {
      from,
      entrants: entrantList.carried ?? 0,
      digest: entrantList.carried_digest.toString("hex"),
      statement: carryOverStatement,
    },
  };
}

function timelineStateOf(state: LaneState): TimelineState {
  let unitsSold = 0;
  let unitsHeld = 0;
  for (const { sold, held } of state.variants) {
    unitsSold += sold;
    unitsHeld += held;
  }
  const { claimsMade, soldOutAt, admittedThrough } = state;
  return {
    unitsSold,
    unitsHeld,
    waiting: state.waiting.size,
    admittedThrough,
    claimsMade,
    soldOutAt,
  };
}
