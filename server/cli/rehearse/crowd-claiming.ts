import { writeFileSync } from "node:fs";
import { codeIn, numberAfter } from "./answers.ts";
import { Curve } from "./curve.ts";
import type { CrowdRequests } from "./crowd-requests.ts";
import type { CrowdSale } from "./crowd-sale.ts";
import { behaviourOf, scatter } from "./fans.ts";
import type { ClaimRun } from "./messages.ts";
import { latencyOf } from "./latency.ts";
import { Poller } from "./crowd-polling.ts";
import { Wire, type Verdict, type WireAnswer } from "./wire.ts";

/** One thing that a fan sends. */
interface Errand {
  readonly kind: "claim" | "claim-again" | "release" | "rubbish";
  readonly place: number;
}

export interface ClaimingOptions {
  readonly port: number;
  readonly saleId: string;
  readonly variantId: string;
  readonly fans: number;
  readonly connections: number;
  readonly polls: boolean;
  readonly toldPath: string;
  readonly onProgress: (done: number) => void;
}

/** A fan who lets go has thought about it for this long. */
const LETS_GO_AFTER_MS = 5_000;
const RETRY_MS = 200;

const STATES = ["", "held", "waiting", "released"] as const;

/**
 * The opening of a sale as the crowd lives it: those within reach claim, some let go, some ask
 * twice, some send rubbish, and everybody asks again when an answer is lost.
 */
export class Claiming {
  private readonly options: ClaimingOptions;
  private readonly requests: CrowdRequests;
  private readonly sale: CrowdSale;
  private readonly wire: Wire<Errand>;
  private readonly errands: Errand[] = [];
  private nextPlace = 1;
  private admittedThrough = 0;
  private readonly claimIds: string[] = [];
  private readonly states: Uint8Array;
  private readonly sequences: Uint32Array;
  private readonly arrivals = new Map<number, number>();
  private readonly unexpected: Record<string, number> = {};
  private readonly curve = new Curve();
  private readonly body: string;
  private toldTwice = 0;
  private broken = 0;
  private answers = 0;
  private startedAt = 0;
  private claimedSeconds = 0;

  constructor(options: ClaimingOptions, requests: CrowdRequests, sale: CrowdSale) {
    this.options = options;
    this.requests = requests;
    this.sale = sale;
    this.states = new Uint8Array(options.fans + 1);
    this.sequences = new Uint32Array(options.fans + 1);
    this.body = `{"lines":[{"variantId":"${options.variantId}","quantity":1}]}`;
    this.wire = new Wire<Errand>(options.port, {
      next: () => this.next(),
      bytesOf: (errand) => this.bytesOf(errand),
      onAnswer: (errand, answer) => this.onAnswer(errand, answer),
    });
  }

  async run(): Promise<ClaimRun> {
    const { options } = this;
    await this.wire.open(options.connections);
    const poller = new Poller(options, this.requests, (through) => this.admit(through));
    await poller.waitForOpening();
    this.startedAt = performance.now();
    const polling = options.polls ? poller.run() : Promise.resolve();
    const progress = setInterval(() => options.onProgress(this.answers), 200);
    await this.wire.drain();
    this.claimedSeconds = (performance.now() - this.startedAt) / 1000;
    const latencyMs = latencyOf(this.wire.latencies);
    const answers = this.wire.latencies.length;
    poller.stop();
    await polling;
    await this.letGo();
    clearInterval(progress);
    this.wire.close();
    this.writeTold();
    return {
      seconds: this.claimedSeconds,
      answers,
      latencyMs,
      arrivals: [...this.arrivals],
      curve: this.curve.read(),
      polls: poller.polls,
      pollSeconds: poller.seconds,
      toldTwice: this.toldTwice,
      unexpected: this.unexpected,
      connectionsBroken: this.broken,
    };
  }

  /** The line has moved: more fans are within reach. */
  private admit(through: number): void {
    if (through <= this.admittedThrough) return;
    this.admittedThrough = Math.min(through, this.options.fans);
    this.wire.wake();
  }

  private next(): Errand | undefined {
    const errand = this.errands.pop();
    if (errand !== undefined) return errand;
    if (this.nextPlace > this.admittedThrough) return undefined;
    const place = this.nextPlace++;
    if (behaviourOf(place) === "sends-rubbish") {
      this.errands.push({ kind: "claim", place });
      return { kind: "rubbish", place };
    }
    return { kind: "claim", place };
  }

  private bytesOf({ kind, place }: Errand): string {
    const { saleId } = this.options;
    if (kind === "release") {
      return this.requests.release(saleId, this.sale.fanAt(place), this.claimIds[place] ?? "");
    }
    const pass = this.sale.passAt(place);
    if (kind !== "rubbish") return this.requests.claim(saleId, pass, this.body);
    switch (scatter(place + 1) % 4) {
      case 0:
        return this.requests.claim(saleId, pass, this.body.slice(0, 20));
      case 1:
        return this.requests.claim(saleId, forged(pass), this.body);
      case 2:
        return this.requests.claim(saleId, pass, this.body.replace(":1}", ":1000000000000}"));
      default:
        return this.requests.claim(saleId, pass, this.body.replace("}]", `,"price":1}]`));
    }
  }

  private onAnswer(errand: Errand, answer: WireAnswer | undefined): Verdict {
    if (answer === undefined) {
      this.broken += 1;
      return { retryAfterMs: RETRY_MS };
    }
    this.answers += 1;
    const { status, body } = answer;
    if (status === 503) return { retryAfterMs: RETRY_MS };
    if (errand.kind === "rubbish") {
      if (status < 400 || status >= 500) this.note(`rubbish ${status}`);
      return "done";
    }
    if (errand.kind === "release") {
      if (status === 204) this.states[errand.place] = STATES.indexOf("released");
      else this.note(`release ${status} ${codeIn(body)}`);
      return "done";
    }
    if (status === 200 || status === 201) this.told(errand, body);
    else this.note(`claim ${status} ${codeIn(body)}`);
    return "done";
  }

  /** The body begins with the claim's id, at a fixed place. */
  private told({ kind, place }: Errand, body: Buffer): void {
    const claimId = body.toString("latin1", 16, 52);
    const sequence = numberAfter(body, SEQUENCE);
    const known = this.claimIds[place];
    if (known !== undefined && known !== claimId) this.toldTwice += 1;
    this.claimIds[place] = claimId;
    this.states[place] = body.includes(HELD) ? 1 : 2;
    this.sequences[place] = sequence;
    const seconds = (performance.now() - this.startedAt) / 1000;
    this.arrivals.set(sequence, seconds);
    if (known === undefined && this.states[place] === 1) this.curve.add(seconds);
    if (kind === "claim" && behaviourOf(place) === "asks-twice") {
      this.errands.push({ kind: "claim-again", place });
    }
  }

  /** Some of those who hold units give them up, a while after they got them. */
  private async letGo(): Promise<void> {
    const places: number[] = [];
    for (let place = 1; place <= this.admittedThrough; place += 1) {
      if (behaviourOf(place) === "lets-go" && this.states[place] === 1) places.push(place);
    }
    const restMs = LETS_GO_AFTER_MS - this.claimedSeconds * 1000;
    if (places.length > 0 && restMs > 0) await Bun.sleep(restMs);
    for (const place of places) this.errands.push({ kind: "release", place });
    await this.wire.drain();
  }

  /** One line for each fan who was told something: place, claim, state, sequence. */
  private writeTold(): void {
    const lines: string[] = [];
    for (let place = 1; place <= this.admittedThrough; place += 1) {
      const state = this.states[place] ?? 0;
      if (state === 0) continue;
      lines.push(`${place} ${this.claimIds[place]} ${STATES[state]} ${this.sequences[place]}`);
    }
    writeFileSync(this.options.toldPath, `${lines.join("\n")}\n`);
  }

  private note(what: string): void {
    this.unexpected[what] = (this.unexpected[what] ?? 0) + 1;
  }
}

/** One character of the signature is another. */
function forged(pass: string): string {
  return `${pass.slice(0, 80)}${pass[80] === "A" ? "B" : "A"}${pass.slice(81)}`;
}

const SEQUENCE = Buffer.from('"sequence":');
const HELD = Buffer.from('"state":"held"');
