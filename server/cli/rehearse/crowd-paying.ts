import { writeFileSync } from "node:fs";
import { Poller } from "./crowd-polling.ts";
import { Curve } from "./curve.ts";
import type { CrowdRequests } from "./crowd-requests.ts";
import type { CrowdSale } from "./crowd-sale.ts";
import { payingBehaviourOf } from "./fans.ts";
import { latencyOf } from "./latency.ts";
import type { PayRun } from "./messages.ts";
import { codeIn } from "./answers.ts";
import { Wire, type Verdict, type WireAnswer } from "./wire.ts";

interface Errand {
  readonly kind: "claim" | "pay" | "release";
  readonly place: number;
}

export interface PayingOptions {
  readonly port: number;
  readonly saleId: string;
  readonly variantId: string;
  readonly fans: number;
  readonly units: number;
  readonly connections: number;
  readonly toldPath: string;
  readonly onProgress: (paid: number) => void;
}

const RETRY_MS = 200;
/** Who waits for returned units looks this often. */
const WAITING_LOOK_MS = 2_000;
const SALE_LOOK_MS = 500;
/** A sale that takes longer than its holds many times over will not come to an end. */
const RUN_MOST_MS = 1_200_000;

/**
 * A sale as its crowd lives it from the claim to the paid order. All claim in the opening seconds;
 * then most pay, some let go, some do nothing until their hold ends; who waits gets what comes back
 * and pays, until every unit is paid.
 */
export class Paying {
  private readonly options: PayingOptions;
  private readonly requests: CrowdRequests;
  private readonly sale: CrowdSale;
  private readonly wire: Wire<Errand>;
  private readonly claims: Errand[] = [];
  /** In the order of the claims; what is done stands before `nextPayment`. */
  private readonly payments: Errand[] = [];
  private nextPayment = 0;
  private readonly body: string;
  private readonly claimIds = new Map<number, string>();
  private readonly paid = new Set<number>();
  private readonly waited = new Set<number>();
  private readonly payLatencies: number[] = [];
  private readonly unexpected: Record<string, number> = {};
  private readonly curve = new Curve();
  private nextPlace = 1;
  private admittedThrough = 0;
  private termsVersion = "";
  private startedAt = 0;
  private firstRoundAt = 0;
  private lastPaidAt = 0;
  /** Those of the first round who mean to pay and have not. */
  private readonly firstRoundLeft = new Set<number>();
  private firstRoundPaid = 0;
  private letGo = 0;
  private letExpire = 0;
  private tooLate = 0;
  private toldTwice = 0;
  private broken = 0;

  constructor(options: PayingOptions, requests: CrowdRequests, sale: CrowdSale) {
    this.options = options;
    this.requests = requests;
    this.sale = sale;
    this.body = `{"lines":[{"variantId":"${options.variantId}","quantity":1}]}`;
    this.wire = new Wire<Errand>(options.port, {
      next: () => this.next(),
      bytesOf: (errand) => this.bytesOf(errand),
      onAnswer: (errand, answer) => this.onAnswer(errand, answer),
    });
  }

  async run(): Promise<PayRun> {
    const { options } = this;
    this.termsVersion = await this.readTerms();
    await this.wire.open(options.connections);
    const opening = new Poller(options, this.requests, (through) => this.admit(through));
    await opening.waitForOpening();
    this.startedAt = performance.now();
    const progress = setInterval(() => options.onProgress(this.paid.size), 200);
    while (this.paid.size < options.units) {
      await this.wire.drain();
      if (this.paid.size >= options.units) break;
      if (performance.now() - this.startedAt > RUN_MOST_MS) {
        this.note(`${options.units - this.paid.size} units were never paid`);
        break;
      }
      await Bun.sleep(SALE_LOOK_MS);
      await this.lookAtSale();
    }
    clearInterval(progress);
    opening.stop();
    this.wire.close();
    this.writeTold();
    const seconds = (at: number) => Math.round((at - this.startedAt) / 10) / 100;
    return {
      firstRoundSeconds: seconds(this.firstRoundAt),
      seconds: seconds(this.lastPaidAt),
      claims: this.claimIds.size,
      paid: this.paid.size,
      firstRoundPaid: this.firstRoundPaid,
      letGo: this.letGo,
      letExpire: this.letExpire,
      paidAfterWaiting: [...this.paid].filter((place) => this.waited.has(place)).length,
      tooLate: this.tooLate,
      paymentLatencyMs: latencyOf(this.payLatencies),
      toldTwice: this.toldTwice,
      unexpected: this.unexpected,
      curve: this.curve.read(),
      connectionsBroken: this.broken,
    };
  }

  private async readTerms(): Promise<string> {
    const bytes = this.requests.checkout(this.options.saleId, this.sale.fanAt(1));
    let version = "";
    let asked = false;
    const wire = new Wire<true>(this.options.port, {
      next: () => (asked ? undefined : (asked = true)),
      bytesOf: () => bytes,
      onAnswer: (_, answer) => {
        if (answer === undefined) return { retryAfterMs: RETRY_MS };
        const text = answer.body.toString("utf8");
        version = /"currentTermsVersion":"([^"]+)"/.exec(text)?.[1] ?? "";
        return "done";
      },
    });
    await wire.open(1);
    await wire.drain();
    wire.close();
    return version;
  }

  private async lookAtSale(): Promise<void> {
    const url = `http://localhost:${this.options.port}/api/v1/sales/${this.options.saleId}/now`;
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) });
      const now = (await answer.json()) as { line?: { admittedThrough: number } | null };
      this.admit(now.line?.admittedThrough ?? 0);
    } catch {
      // The server is being restarted; the next look comes soon.
    }
  }

  private admit(through: number): void {
    if (through <= this.admittedThrough) return;
    this.admittedThrough = Math.min(through, this.options.fans);
    this.wire.wake();
  }

  private next(): Errand | undefined {
    const again = this.claims.pop();
    if (again !== undefined) return again;
    if (this.nextPlace <= this.admittedThrough) return { kind: "claim", place: this.nextPlace++ };
    return this.payments[this.nextPayment++] ?? this.rewind();
  }

  /** Nothing is left for the moment. */
  private rewind(): undefined {
    this.nextPayment = this.payments.length;
  }

  private bytesOf({ kind, place }: Errand): string {
    const { saleId } = this.options;
    const fan = this.sale.fanAt(place);
    const claimId = this.claimIds.get(place) ?? "";
    switch (kind) {
      case "release":
        return this.requests.release(saleId, fan, claimId);
      case "pay":
        return this.requests.pay(saleId, fan, claimId, this.paymentBody(place));
      case "claim":
        return this.requests.claim(saleId, this.sale.passAt(place), this.body);
    }
  }

  private paymentBody(place: number): string {
    const delivery = {
      name: `Fan of place ${place}`,
      line1: `${place} Rehearsal Street`,
      line2: "",
      city: "Singapore",
      region: "",
      postalCode: String(10_000 + (place % 90_000)),
      country: "SG",
      phone: "+6561234567",
    };
    const { termsVersion } = this;
    return JSON.stringify({ method: "test_approve", delivery, currency: "USD", termsVersion });
  }

  private onAnswer(errand: Errand, answer: WireAnswer | undefined): Verdict {
    if (answer === undefined) {
      this.broken += 1;
      return { retryAfterMs: RETRY_MS };
    }
    if (answer.status === 503) return { retryAfterMs: RETRY_MS };
    switch (errand.kind) {
      case "release":
        if (answer.status !== 204) this.onLate(errand.place, answer);
        return "done";
      case "pay":
        return this.onPayment(errand.place, answer);
      case "claim":
        return this.onClaim(errand.place, answer);
    }
  }

  private onClaim(place: number, { status, body }: WireAnswer): Verdict {
    if (status === 409 && codeIn(body) === "sold_out") return "done";
    if (status !== 200 && status !== 201) {
      this.note(`claim ${status} ${codeIn(body)}`);
      return "done";
    }
    const claimId = body.toString("latin1", 16, 52);
    const known = this.claimIds.get(place);
    if (known !== undefined && known !== claimId) this.toldTwice += 1;
    this.claimIds.set(place, claimId);
    if (body.includes(WAITING)) {
      this.waited.add(place);
      return { retryAfterMs: WAITING_LOOK_MS };
    }
    if (known === undefined || this.waited.has(place)) this.decide(place);
    return "done";
  }

  /** Only in the first round do fans let units go: else the sale would not come to an end. */
  private decide(place: number): void {
    const isFirstRound = place <= this.options.units && !this.waited.has(place);
    const behaviour = isFirstRound ? payingBehaviourOf(place) : "pays";
    if (behaviour === "lets-expire") {
      this.letExpire += 1;
    } else if (behaviour === "lets-go") {
      this.letGo += 1;
      this.claims.push({ kind: "release", place });
    } else {
      if (isFirstRound) this.firstRoundLeft.add(place);
      this.payments.push({ kind: "pay", place });
    }
  }

  private onPayment(place: number, { status, body, latencyMs }: WireAnswer): Verdict {
    const text = body.toString("latin1");
    const state = /"state":"([a-z_]+)"/.exec(text)?.[1];
    if ((status === 200 || status === 201) && state === "captured") {
      this.payLatencies.push(latencyMs);
      this.onPaid(place);
      return "done";
    }
    // Under way still, as after a kill: asking again tells how the same payment stands.
    if (status === 200 || status === 201 || status === 202) return { retryAfterMs: RETRY_MS };
    this.onLate(place, { status, body });
    return "done";
  }

  /** The hold had ended before the fan's errand had its turn. */
  private onLate(place: number, { status, body }: Pick<WireAnswer, "status" | "body">): void {
    const code = codeIn(body);
    if (code === "claim_over") this.tooLate += 1;
    else this.note(`${status} ${code}`);
    this.endFirstRound(place);
  }

  private onPaid(place: number): void {
    if (this.paid.has(place)) return;
    this.paid.add(place);
    this.lastPaidAt = performance.now();
    this.curve.add((this.lastPaidAt - this.startedAt) / 1000);
    if (this.firstRoundLeft.has(place)) this.firstRoundPaid += 1;
    this.endFirstRound(place);
  }

  private endFirstRound(place: number): void {
    if (!this.firstRoundLeft.delete(place)) return;
    if (this.firstRoundLeft.size === 0) this.firstRoundAt = performance.now();
  }

  /** One line for each fan who was told something: place, claim, and whether it is paid. */
  private writeTold(): void {
    const told = (place: number) => (this.paid.has(place) ? "paid" : "claimed");
    const lines = [...this.claimIds].map(([place, id]) => `${place} ${id} ${told(place)}\n`);
    writeFileSync(this.options.toldPath, lines.join(""));
  }

  private note(what: string): void {
    this.unexpected[what] = (this.unexpected[what] ?? 0) + 1;
  }
}

const WAITING = Buffer.from('"state":"waiting"');
