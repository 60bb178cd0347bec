import type { Clock } from "../../../platform/clock.ts";
import type { Database } from "../../../platform/database/database.ts";
import { invariant } from "../../../platform/failure.ts";
import type { Keys } from "../../../platform/keys.ts";
import type { Log } from "../../../platform/log.ts";
import type { Places } from "../line/places.ts";
import type { ClaimLines } from "../rules/claim-lines.ts";
import { claimReceiptMessage } from "../rules/receipts.ts";
import type { Sale } from "../store.ts";
import { ClaimsProjection } from "./claims-projection.ts";
import type { ClaimsConsumer } from "./lane-hooks.ts";
import type { LaneWriter } from "./lane-writer.ts";
import { nowFromLane, renderNow, type LaneRates, type NowBytes } from "./now-document.ts";
import { RateMeter } from "./rate-meter.ts";

/** A signed proof of what the log said when it granted. All texts are hex or base64url. */
export interface ClaimReceipt {
  readonly saleId: string;
  readonly sequence: number;
  /** Hex. */
  readonly digest: string;
  /** Ed25519, base64url; see `claimReceiptMessage`. */
  readonly signature: string;
}

const REFRESH_MS = 250;
/** Receipts that are kept ready: those of some seconds at the opening. */
const RECEIPTS_MOST = 1_000;
/**
 * Above this rate the projection leaves the machine to the crowd, but never for longer than this.
 */
const CROWD_CLAIMS_PER_SECOND = 500;
const PROJECTION_LAG_MOST_MS = 20_000;

/** One lane that this server runs, with all that hangs on it: `now`, receipts, the projection. */
export class RunningLane {
  /** As it was when the lane was taken over, but for an opening that was moved since. */
  sale: Sale;
  readonly writer: LaneWriter;
  readonly places: Places;
  readonly projection: ClaimsProjection;
  readonly saleBytes: Buffer;
  readonly passKey: Buffer;
  now: NowBytes;
  rates: LaneRates = { admittedPerMinute: 0, claimsPerSecond: 0, takenPerSecond: 0 };
  private readonly keys: Keys;
  private readonly clock: Clock;
  private readonly log: Log;
  private readonly meter = new RateMeter();
  private readonly timer: ReturnType<typeof setInterval>;
  private readonly variantIndexes: ReadonlyMap<string, number>;
  private readonly linesTexts = new Map<ClaimLines, string>();
  private readonly receiptTexts = new Map<number, string>();
  private upToDateAtMs: number;
  private projecting: Promise<void> | undefined;

  constructor(
    deps: { database: Database; keys: Keys; clock: Clock; log: Log },
    sale: Sale,
    writer: LaneWriter,
    places: Places,
    passes: { saleBytes: Buffer; passKey: Buffer },
    consumers: readonly ClaimsConsumer[],
  ) {
    this.saleBytes = passes.saleBytes;
    this.passKey = passes.passKey;
    this.sale = sale;
    this.writer = writer;
    this.places = places;
    this.keys = deps.keys;
    this.clock = deps.clock;
    this.log = deps.log;
    const variantIds = writer.state.variants.map((variant) => variant.id);
    this.variantIndexes = new Map(variantIds.map((id, index) => [id, index]));
    this.projection = new ClaimsProjection(deps.database, sale.id, places, variantIds, consumers);
    this.upToDateAtMs = this.clock.monotonicMs();
    this.now = this.render();
    this.timer = setInterval(() => this.refresh(), REFRESH_MS);
  }

  /** The variant's index in the lane, or undefined where the sale does not sell it. */
  indexOf(variantId: string): number | undefined {
    return this.variantIndexes.get(variantId);
  }

  /** Lines as JSON; there are as many texts as baskets that fans ask for. */
  linesTextOf(lines: ClaimLines): string {
    const known = this.linesTexts.get(lines);
    if (known !== undefined) return known;
    const { variants } = this.writer.state;
    const presented = lines.lines.map(([index, quantity]) => ({
      variantId: variants[index]?.id,
      quantity,
    }));
    const text = JSON.stringify(presented);
    this.linesTexts.set(lines, text);
    return text;
  }

  /** The signed receipt of a record. */
  receiptOf(sequence: number): ClaimReceipt {
    const digest = this.writer.digests[sequence - 1];
    invariant(digest !== undefined, "only a record of this log gets a receipt");
    const message = claimReceiptMessage(this.sale.id, sequence, digest);
    return {
      saleId: this.sale.id,
      sequence,
      digest: Buffer.from(digest).toString("hex"),
      signature: this.keys.sign(message).toString("base64url"),
    };
  }

  /**
   * The same as JSON. The grants of one record share one signature and one text, and those who ask
   * again do so soon: a signature for each would cost more than the claim.
   */
  receiptTextOf(sequence: number): string {
    const known = this.receiptTexts.get(sequence);
    if (known !== undefined) return known;
    const text = JSON.stringify(this.receiptOf(sequence));
    this.receiptTexts.set(sequence, text);
    if (this.receiptTexts.size > RECEIPTS_MOST) {
      const oldest = this.receiptTexts.keys().next().value;
      if (oldest !== undefined) this.receiptTexts.delete(oldest);
    }
    return text;
  }

  /** How many records `claims` is behind. */
  get projectionLag(): number {
    return this.writer.state.sequence - this.projection.sequence;
  }

  /** Brings the projection up to date; used before a lane is closed and a report is made. */
  async project(): Promise<void> {
    this.projecting ??= this.projectAll().finally(() => {
      this.projecting = undefined;
    });
    return this.projecting;
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.writer.close();
    await this.projecting;
  }

  private refresh(): void {
    this.now = this.render();
    const nowMs = this.clock.monotonicMs();
    if (this.projectionLag === 0) this.upToDateAtMs = nowMs;
    if (this.projectionLag === 0 || this.projecting !== undefined) return;
    const isCrowded = this.rates.claimsPerSecond > CROWD_CLAIMS_PER_SECOND;
    if (isCrowded && nowMs - this.upToDateAtMs < PROJECTION_LAG_MOST_MS) return;
    void this.project();
  }

  private async projectAll(): Promise<void> {
    try {
      while (this.projectionLag > 0 && (await this.projection.step()) > 0);
    } catch (error) {
      this.log.error({ err: error, sale: this.sale.id }, "the projection of claims failed");
    }
  }

  private render(): NowBytes {
    const { state } = this.writer;
    this.rates = this.meter.sample(state, this.clock.monotonicMs());
    return renderNow(nowFromLane(this.sale, state, this.rates, this.writer.nowMs()));
  }
}
