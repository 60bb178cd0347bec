import { join } from "node:path";
import { checkSale, type SaleCheck } from "./check-sale.ts";
import { CrowdChild } from "./crowd-child.ts";
import type { ClaimRun } from "./messages.ts";
import { Killing } from "./killing.ts";
import { Operator, type OperatedSale } from "./operator.ts";
import type { RehearsalOptions } from "./options.ts";
import { rehearsePayments } from "./paid-rehearsal.ts";
import type { PaidResult } from "./paid-result.ts";
import { runPairs } from "./pairs.ts";
import { keepReport, prepareSale, projectionSettled, type RehearsalParts } from "./prepare-sale.ts";
import type { Progress } from "./progress.ts";
import { machineName, type RehearsalResult } from "./result.ts";
import { makeScratch, type Scratch } from "./scratch.ts";
import { ServerChild } from "./server-child.ts";

interface Sold {
  readonly run: ClaimRun;
  readonly check: SaleCheck;
  /** The server's processor time in the sale; 0 where kills make it meaningless. */
  readonly cpuSeconds: number;
  /** Null when units were left. */
  readonly secondsToSellOut: number | null;
}

/** One rehearsal from its scratch database to its result. */
export class Rehearsal {
  private readonly options: RehearsalOptions;
  private readonly scratch: Scratch;
  private readonly folder: string;
  private readonly progress: Progress;
  private readonly server: ServerChild;
  private readonly crowd: CrowdChild;
  private closing: Promise<void> | undefined;
  private restartSeconds = 0;

  private constructor(
    options: RehearsalOptions,
    scratch: Scratch,
    folder: string,
    progress: Progress,
  ) {
    this.options = options;
    this.scratch = scratch;
    this.folder = folder;
    this.progress = progress;
    this.server = new ServerChild(scratch, join(folder, "server.log"));
    this.crowd = new CrowdChild(scratch, options.connections);
  }

  static async prepare(
    options: RehearsalOptions,
    clusterUrl: string | undefined,
    folder: string,
    progress: Progress,
  ): Promise<Rehearsal> {
    progress.begin("scratch");
    const scratch = await makeScratch(clusterUrl);
    progress.end();
    return new Rehearsal(options, scratch, folder, progress);
  }

  async run(): Promise<RehearsalResult> {
    const { options, server } = this;
    const operator = await this.startServer();
    const variantId = await operator.makeVariant();

    const prepared = await prepareSale(this.parts(operator), options, {
      variantId,
      preload: options.preload,
    });
    const sold = await this.sell(operator, variantId, prepared.sale, {
      polls: false,
      kills: options.kills,
    });
    await keepReport(this.parts(operator), prepared.sale.id);
    let withPolls: Sold | undefined;
    if (options.polls) {
      const second = await prepareSale(this.parts(operator), options, { variantId, preload: true });
      withPolls = await this.sell(operator, variantId, second.sale, { polls: true, kills: 0 });
    }
    const pairs = options.baseline ? await this.compare(operator, variantId) : undefined;
    await server.stop();

    const rounded = (value: number) => Math.round(value * 100) / 100;
    const { run, check, secondsToSellOut } = sold;
    const both = withPolls === undefined ? [sold] : [sold, withPolls];
    const sum = (of: (one: Sold) => number) => both.reduce((total, one) => total + of(one), 0);
    return {
      fans: options.fans,
      units: options.units,
      sold: check.sold,
      secondsToSellOut,
      secondsToSellOutWithPolls: withPolls?.secondsToSellOut ?? null,
      claimsPerSecond: Math.round(run.answers / run.seconds),
      registrationsPerSecond: prepared.registrationsPerSecond,
      placesPerSecond: prepared.placesPerSecond,
      cpuMicrosecondsPerClaim: Math.round((sold.cpuSeconds / run.answers) * 1e6),
      latencyMs: run.latencyMs,
      oversold: sum((one) => one.check.oversold),
      duplicateClaims: sum((one) => one.check.duplicateClaims + one.run.toldTwice),
      acknowledgedButMissing: sum((one) => one.check.acknowledgedButMissing),
      pollsPerSecond:
        withPolls === undefined ? 0 : Math.round(withPolls.run.polls / withPolls.run.pollSeconds),
      baselineRequestsPerSecond: pairs?.claims.baselinePerSecond ?? null,
      ratioToBaseline: pairs?.claims.ratio ?? null,
      nowRequestsPerSecond: pairs?.now.perSecond ?? null,
      nowRatioToBaseline: pairs?.now.ratio ?? null,
      serverPeakRssMb: server.peakRssMb,
      drawSeconds: rounded(prepared.drawSeconds),
      kills: options.kills,
      takeovers: check.takeovers,
      restartSeconds: rounded(this.restartSeconds),
      slowestRestartSeconds: rounded(server.slowestRestartSeconds),
      unexpectedAnswers: sum(
        (one) =>
          one.check.projectedWrong +
          Object.values(one.run.unexpected).reduce((total, count) => total + count, 0),
      ),
      preload: options.preload,
      machine: machineName(),
      curve: run.curve,
    };
  }

  /** A sale whose claims are paid for, instead of the sales without payment. */
  async runPaid(): Promise<PaidResult> {
    const { options, server } = this;
    const operator = await this.startServer();
    const result = await rehearsePayments(this.parts(operator), server, options);
    await server.stop();
    return result;
  }

  private async startServer(): Promise<Operator> {
    const { progress, server } = this;
    progress.begin("server");
    await server.start();
    const operator = await Operator.withKey(server.url, this.scratch);
    progress.tell({ type: "server", url: server.url, key: operator.token });
    progress.end();
    return operator;
  }

  private async compare(operator: Operator, variantId: string) {
    this.progress.begin("baseline", 30);
    const pairs = await runPairs(operator, this.crowd, variantId, this.progress.at);
    this.progress.end();
    return pairs;
  }

  private parts(operator: Operator): RehearsalParts {
    const { crowd, folder, progress, scratch } = this;
    return { crowd, folder, operator, progress, scratch };
  }

  /** Ends what was started, once. */
  close(): Promise<void> {
    this.closing ??= (async () => {
      await this.crowd.stop();
      await this.server.stop();
      await this.scratch.remove();
    })();
    return this.closing;
  }

  private async sell(
    operator: Operator,
    variantId: string,
    sale: OperatedSale,
    how: { readonly polls: boolean; readonly kills: number },
  ): Promise<Sold> {
    const { options, progress } = this;
    const toldPath = join(this.folder, `told-${how.polls ? "with-polls" : "without-polls"}.txt`);
    await operator.step(sale.id, "PUT", "opening");
    progress.tell({ type: "sale", saleId: sale.id });
    progress.begin(how.polls ? "sale-with-polls" : "sale", options.units);
    const cpuBefore = this.server.cpuSeconds();
    const killing = new Killing(this.server, how.kills, options.units);
    const run = await this.crowd.claim(
      {
        type: "claim",
        saleId: sale.id,
        variantId,
        fans: options.fans,
        polls: how.polls,
        toldPath,
      },
      (done) => {
        progress.at(done);
        killing.at(done);
      },
    );
    await killing.finished();
    const cpuSeconds = how.kills > 0 ? 0 : this.server.cpuSeconds() - cpuBefore;
    progress.end();
    // In the middle of the sale, with all its claims: how soon does a new process answer again?
    if (!how.polls) {
      progress.begin("restart");
      this.restartSeconds = await this.server.killAndRestart();
      progress.end();
    }
    for (const [what, count] of Object.entries(run.unexpected)) {
      process.stderr.write(`unexpected: ${what}, ${count} times\n`);
    }
    progress.begin("check");
    await operator.step(sale.id, "PUT", "ending", { reason: "the rehearsal is over" });
    await projectionSettled(operator, sale.id);
    const check = await checkSale(this.scratch.databaseUrl, sale.id, toldPath);
    progress.end();
    return { run, check, cpuSeconds, secondsToSellOut: sellOutSeconds(run, check) };
  }
}

/** Seconds from the first claim until the answer that told of the last free unit had arrived. */
function sellOutSeconds(run: ClaimRun, check: SaleCheck): number | null {
  const { soldOutSequence } = check;
  if (soldOutSequence === undefined) return null;
  let last = 0;
  for (const [sequence, seconds] of run.arrivals) {
    if (sequence <= soldOutSequence) last = Math.max(last, seconds);
  }
  return Math.round(last * 100) / 100;
}
