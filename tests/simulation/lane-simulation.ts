import type { LaneAnswer } from "../../server/modules/sales/lane/lane-answers.ts";
import { LaneWriter } from "../../server/modules/sales/lane/lane-writer.ts";
import type { LaneTerms } from "../../server/modules/sales/rules/lane-events.ts";
import { replayRecord } from "../../server/modules/sales/rules/lane-record.ts";
import { LaneState } from "../../server/modules/sales/rules/lane-state.ts";
import type { LaneCommand } from "../../server/modules/sales/rules/lane-commands.ts";
import { FaultyLog, FaultyStore, HEALTHY } from "./faulty-log.ts";
import { Random, VirtualTime } from "./virtual-time.ts";

const SALE = "01999999-0000-7000-8000-000000000001";
const PLACES = 24;
const RUN_MS = 40_000;

/** Something that the lane acknowledged to a client. */
interface Acknowledged {
  readonly command: LaneCommand;
  readonly claimId: string | undefined;
  readonly sequence: number;
  readonly digest: Uint8Array;
}

interface Server {
  readonly name: string;
  writer: LaneWriter | undefined;
  log: FaultyLog | undefined;
}

export interface SimulationResult {
  readonly seed: number;
  readonly records: number;
  readonly acknowledged: number;
  readonly takeovers: number;
  readonly paid: number;
  readonly redeemed: number;
  readonly halted: boolean;
  readonly lostCommits: boolean;
}

/**
 * One sale under faults: two servers that take the lane from each other, a log that fails, answers
 * late or not at all, commits what it reported lost, fails over to a standby without the last
 * commits, and a wall clock that jumps.
 * @throws Error naming the invariant that broke; the seed replays the run exactly
 */
export class LaneSimulation {
  private readonly random: Random;
  private readonly time = new VirtualTime();
  private readonly store: FaultyStore;
  private readonly terms: LaneTerms;
  private readonly servers: Server[] = [
    { name: "north", writer: undefined, log: undefined },
    { name: "south", writer: undefined, log: undefined },
  ];
  private readonly acknowledged: Acknowledged[] = [];
  private readonly broken: string[] = [];
  private readonly withFailover: boolean;
  private halted = false;
  private takeovers = 0;
  private claims = 0;
  private paid = 0;
  private redeemed = 0;
  private readonly seed: number;

  constructor(seed: number) {
    this.seed = seed;
    this.random = new Random(seed);
    const rate = () => (this.random.chance(0.5) ? this.random.next() * 0.2 : 0);
    this.store = new FaultyStore(this.time, this.random, {
      fails: rate(),
      appliedButUnknown: rate(),
      appliedLater: rate(),
      slow: rate() / 4,
    });
    this.withFailover = this.random.chance(0.25);
    this.terms = {
      kind: this.random.chance(0.7) ? "draw" : "open",
      variants: [
        { id: "a", stock: this.random.between(1, 8), limit: 2 },
        { id: "b", stock: this.random.between(0, 3), limit: 1 },
      ],
      drawnPlaces: PLACES,
      holdMs: this.random.between(2_000, 20_000),
      paymentMs: this.random.between(1_000, 10_000),
      admissionMargin: 0.5,
      waitingLimit: this.random.between(0, 6),
      pollsPerSecond: 100,
      draw: null,
    };
  }

  async run(): Promise<SimulationResult> {
    for (const server of this.servers) this.schedule(server);
    this.time.at(200, () => this.operate());
    for (let client = 0; client < 6; client += 1) this.time.at(300, () => this.act());
    await this.time.runUntil(RUN_MS);
    this.store.rates = HEALTHY;
    await this.time.runUntil(RUN_MS + 20_000);
    this.checkEnd();
    if (this.broken.length > 0) throw new Error(`seed ${this.seed}: ${this.broken.join("; ")}`);
    return {
      seed: this.seed,
      records: this.store.records.length,
      acknowledged: this.acknowledged.length,
      takeovers: this.takeovers,
      paid: this.paid,
      redeemed: this.redeemed,
      halted: this.halted,
      lostCommits: this.store.lostCommits,
    };
  }

  /** Starts, kills and restarts a server's writer at random moments. */
  private schedule(server: Server): void {
    const { random, time } = this;
    time.at(random.between(0, 3_000), () => this.takeOver(server));
    const loop = () => {
      if (time.monotonicMs() > RUN_MS) return;
      if (random.chance(0.5)) this.kill(server);
      else this.takeOver(server);
      time.at(random.between(1_000, 12_000), loop);
    };
    time.at(random.between(1_000, 12_000), loop);
  }

  private takeOver(server: Server): void {
    if (server.writer?.status === "running" || server.writer?.status === "halted") return;
    this.kill(server);
    server.log = new FaultyLog(this.store);
    this.takeovers += 1;
    const writer = new LaneWriter({
      saleId: SALE,
      log: server.log,
      timers: this.time,
      owner: server.name,
      terms: this.terms,
      onEnd: (status, reason) => this.ended(status, reason),
    });
    server.writer = writer;
    void writer.start();
  }

  private ended(status: "elsewhere" | "halted", reason: string): void {
    if (status === "elsewhere") return;
    this.halted = true;
    if (!this.store.lostCommits) this.broken.push(`halted though no commit was lost: ${reason}`);
  }

  /** `kill -9`: what is in flight may still reach the store, and nothing comes back. */
  private kill(server: Server): void {
    if (server.log !== undefined) server.log.cut = true;
    server.writer = undefined;
  }

  /** The operator, the clock and the store's standby. */
  private operate(): void {
    const { random, time } = this;
    if (time.monotonicMs() > RUN_MS) return;
    const dice = random.between(0, 19);
    if (dice < 6) this.send({ type: "open" });
    else if (dice === 6) this.send({ type: "pause" });
    else if (dice === 7) this.send({ type: "resume" });
    else if (dice === 8) this.send({ type: "bar", place: this.place(), reason: "test" });
    else if (dice === 9) this.send({ type: "restore", place: this.place() });
    else if (dice === 10) this.send({ type: "add-stock", variantIndex: 0, units: 1 });
    else if (dice === 13) this.issueCode();
    else if (dice === 14) this.send({ type: "revoke-code", codeNumber: this.codeNumber() });
    else if (dice === 15) this.limitAdmission();
    else if (dice === 11) this.store.clockJumpMs = random.between(-3_600_000, 3_600_000);
    else if (dice === 12 && this.withFailover) this.store.failOver(random.between(0, 3));
    time.at(random.between(50, 1_500), () => this.operate());
  }

  private act(): void {
    const { random, time } = this;
    if (time.monotonicMs() > RUN_MS) return;
    const dice = random.between(0, 19);
    if (dice < 9) this.claim();
    else if (dice < 12) this.sendOfClaim("begin-payment");
    else if (dice < 15) this.sendOfClaim("pay");
    else if (dice === 15) this.sendOfClaim("return");
    else if (dice === 16) this.redeem();
    else if (dice < 19) this.send({ type: "release", place: this.place() });
    else this.send({ type: "give-up", place: this.place() });
    time.at(random.between(1, 200), () => this.act());
  }

  private claim(): void {
    const { random } = this;
    const pool = this.servers.find((server) => server.writer !== undefined)?.writer?.state.pool;
    const variant = random.between(0, 1);
    const lines = pool?.of([[variant, variant === 0 ? random.between(1, 2) : 1]]);
    this.claims += 1;
    if (lines === undefined) return;
    this.send({ type: "claim", place: this.place(), claimId: `claim-${this.claims}`, lines });
  }

  private issueCode(): void {
    const variantIndex = this.random.between(0, 1);
    const inOneMinute = this.time.monotonicMs() + 1_700_000_060_000;
    const expiresAt = this.random.chance(0.5) ? null : inOneMinute;
    const code = { number: this.codeNumber(), variantIndex, units: 1, expiresAt };
    this.send({ type: "issue-codes", codes: [code] });
  }

  private limitAdmission(): void {
    const placesPerMinute = this.random.chance(0.5) ? null : this.random.between(10, 600);
    this.send({ type: "limit-admission", placesPerMinute });
  }

  private redeem(): void {
    this.claims += 1;
    const claimId = `claim-${this.claims}`;
    this.send({ type: "redeem-code", place: this.place(), claimId, codeNumber: this.codeNumber() });
  }

  /** Asks with the claim id of whatever server is there; what it has may be out of date. */
  private sendOfClaim(type: "begin-payment" | "pay" | "return"): void {
    const place = this.place();
    const server = this.servers[this.random.between(0, 1)];
    const claimId = server?.writer?.state.claims.get(place)?.id;
    if (claimId === undefined) return;
    if (type === "return") this.send({ type, place, claimId, reason: "capture_failed" });
    else this.send({ type, place, claimId });
  }

  private codeNumber(): number {
    return this.random.between(1, 5);
  }

  private place(): number {
    return this.random.between(1, PLACES);
  }

  private send(command: LaneCommand): void {
    const server = this.servers[this.random.between(0, 1)];
    const writer = server?.writer;
    if (writer === undefined) return;
    // Baskets are interned per writer: ask with the pool of the writer that is asked.
    const asked =
      command.type === "claim"
        ? { ...command, lines: writer.state.pool.of(command.lines.lines) }
        : command;
    void this.ask(writer, asked, () => server?.writer === writer);
  }

  private async ask(writer: LaneWriter, command: LaneCommand, isHeard: () => boolean) {
    const answer = await writer.submit(command);
    if (isHeard()) this.heard(command, answer);
  }

  private heard(command: LaneCommand, answer: LaneAnswer): void {
    if (answer.kind !== "reply" || !answer.reply.ok) return;
    const { sequence, digest } = answer.asOf;
    if (answer.reply.changed) {
      const there = this.store.records[sequence - 1];
      const durable = there !== undefined && Buffer.from(there.digest).equals(digest);
      if (!durable && !this.store.lostCommits) {
        this.broken.push(`record ${sequence} was acknowledged before it was durable`);
      }
    }
    this.acknowledged.push({ command, claimId: answer.reply.claim?.id, sequence, digest });
  }

  private checkEnd(): void {
    const state = new LaneState(SALE);
    const inLog = new Set<string>();
    const paid = new Set<string | undefined>();
    for (const { body, digest } of this.store.records) {
      // Oversell, a second claim of one place, and a broken chain all end the replay.
      const record = replayRecord(state, body, digest);
      for (const event of record.events) {
        const isClaim = event[0] === "held" || event[0] === "waiting" || event[0] === "redeemed";
        if (isClaim) inLog.add(event[2]);
        if (event[0] === "paid") paid.add(state.claims.get(event[1])?.id);
        if (event[0] === "redeemed") this.redeemed += 1;
      }
    }
    this.paid = paid.size;
    for (const { command, claimId, sequence, digest } of this.acknowledged) {
      const there = this.store.records[sequence - 1];
      const stands = there !== undefined && Buffer.from(there.digest).equals(digest);
      if (stands && claimId !== undefined && !inLog.has(claimId)) {
        this.broken.push(`claim ${claimId} was acknowledged and is not in the log`);
      }
      if (stands && command.type === "pay" && !paid.has(claimId)) {
        this.broken.push(`claim ${claimId} was acknowledged as paid and is not in the log`);
      }
      // A receipt that the log contradicts stops the sale as soon as anybody shows it.
      if (!stands && this.store.lostCommits) this.halted = true;
      if (!stands && !this.store.lostCommits) {
        this.broken.push(`${command.type} was acknowledged at ${sequence} and is lost`);
      }
    }
  }
}
