import type {
  AppendOutcome,
  LaneLog,
  StoredRecord,
} from "../../server/modules/sales/lane/lane-log.ts";
import type { SealedRecord } from "../../server/modules/sales/rules/lane-record.ts";
import type { Random, VirtualTime } from "./virtual-time.ts";

/** How often each fault strikes an append; 0 everywhere is a healthy store. */
export interface FaultRates {
  readonly fails: number;
  readonly appliedButUnknown: number;
  readonly appliedLater: number;
  readonly slow: number;
}

export const HEALTHY: FaultRates = { fails: 0, appliedButUnknown: 0, appliedLater: 0, slow: 0 };

/** The store that all writers share: what survives when they do not. */
export class FaultyStore {
  readonly records: StoredRecord[] = [];
  rates: FaultRates;
  /** Added to the store's wall clock, which only a takeover reads. */
  clockJumpMs = 0;
  /** Whether a failover has lost committed records. */
  lostCommits = false;
  readonly time: VirtualTime;
  readonly random: Random;

  constructor(time: VirtualTime, random: Random, rates: FaultRates) {
    this.time = time;
    this.random = random;
    this.rates = rates;
  }

  /** What PostgreSQL does in one statement. */
  apply(record: SealedRecord): AppendOutcome {
    const there = this.records[record.sequence - 1];
    if (there !== undefined) return { kind: "conflict", digest: there.digest };
    const previous = this.records[record.sequence - 2];
    const follows =
      record.sequence === 1 ||
      (previous !== undefined && Buffer.from(previous.digest).equals(record.previousDigest));
    if (!follows) return { kind: "gap" };
    this.records.push({ sequence: record.sequence, digest: record.digest, body: record.body });
    return { kind: "appended" };
  }

  /** A standby without the last commits becomes the store. */
  failOver(lost: number): void {
    if (this.records.length === 0 || lost === 0) return;
    this.records.splice(Math.max(0, this.records.length - lost));
    this.lostCommits = true;
  }
}

/** One writer's connection to the store. Once it is cut, nothing comes back through it. */
export class FaultyLog implements LaneLog {
  cut = false;
  private readonly store: FaultyStore;

  constructor(store: FaultyStore) {
    this.store = store;
  }

  async append(_saleId: string, record: SealedRecord): Promise<AppendOutcome> {
    const { time, random, rates } = this.store;
    const struck = random.next();
    let bound = rates.fails;
    await this.wait(random.chance(rates.slow) ? random.between(500, 8_000) : random.between(0, 4));
    if (struck < bound) throw new Error("append failed");
    if (struck < (bound += rates.appliedLater)) {
      time.at(random.between(1, 6_000), () => void this.store.apply(record));
      throw new Error("connection lost before the answer");
    }
    const outcome = this.store.apply(record);
    await this.wait(random.between(0, 3));
    if (struck < bound + rates.appliedButUnknown) throw new Error("connection lost after commit");
    return outcome;
  }

  async *read(_saleId: string, afterSequence: number): AsyncGenerator<StoredRecord> {
    await this.wait(this.store.random.between(0, 5));
    if (this.store.random.chance(this.store.rates.fails)) throw new Error("read failed");
    yield* this.store.records.slice(afterSequence);
  }

  async nowMs(): Promise<number> {
    await this.wait(1);
    return 1_700_000_000_000 + this.store.time.monotonicMs() + this.store.clockJumpMs;
  }

  private async wait(ms: number): Promise<void> {
    await this.store.time.sleep(ms);
    if (this.cut) await new Promise<never>(() => undefined);
  }
}
