import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkSale, type SaleCheck } from "./check-sale.ts";
import { CrowdChild } from "./crowd-child.ts";
import type { ClaimRun } from "./messages.ts";
import { Operator, type OperatedSale } from "./operator.ts";
import type { RehearsalOptions } from "./options.ts";
import { runPairs } from "./pairs.ts";
import { preloadRegistrations } from "./preload.ts";
import type { Progress } from "./progress.ts";
import { machineName, type RehearsalResult } from "./result.ts";
import { makeScratch, type Scratch } from "./scratch.ts";
import { ServerChild } from "./server-child.ts";

/** With `--preload` so many fans still register and take their places over HTTP, to be measured. */
const SAMPLE_MOST = 100_000;

interface Prepared {
  readonly sale: OperatedSale;
  readonly registrationsPerSecond: number;
  readonly placesPerSecond: number;
  readonly drawSeconds: number;
}

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
    progress.begin("making a scratch database");
    const scratch = await makeScratch(clusterUrl);
    progress.end();
    return new Rehearsal(options, scratch, folder, progress);
  }

  async run(): Promise<RehearsalResult> {
    const { options, progress, server, crowd } = this;
    progress.begin("starting the server");
    await server.start();
    progress.end();
    const operator = await Operator.withKey(server.url, this.scratch);
    const variantId = await operator.makeVariant();

    const prepared = await this.prepareSale(operator, variantId, options.preload);
    const sold = await this.sell(operator, variantId, prepared.sale, {
      polls: false,
      kills: options.kills,
    });
    await this.keepReport(operator, prepared.sale.id);
    let withPolls: Sold | undefined;
    if (options.polls) {
      const second = await this.prepareSale(operator, variantId, true);
      withPolls = await this.sell(operator, variantId, second.sale, { polls: true, kills: 0 });
    }
    progress.begin("comparing with the baseline", 30);
    const pairs = await runPairs(operator, crowd, variantId, progress.at);
    progress.end();
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
      baselineRequestsPerSecond: pairs.claims.baselinePerSecond,
      ratioToBaseline: pairs.claims.ratio,
      nowRequestsPerSecond: pairs.now.perSecond,
      nowRatioToBaseline: pairs.now.ratio,
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
    };
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

  /** A sale with all its registrations, drawn, its passes in the crowd's hands. */
  private async prepareSale(
    operator: Operator,
    variantId: string,
    preload: boolean,
  ): Promise<Prepared> {
    const { options, progress, crowd, scratch } = this;
    const { fans } = options;
    const sale = await operator.makeSale("draw", variantId, options.units);
    const sample = preload ? Math.min(SAMPLE_MOST, Math.ceil(fans / 10)) : fans;
    const from = fans - sample + 1;
    if (from > 1) {
      progress.begin("loading registrations in bulk", from - 1);
      await preloadRegistrations(scratch.databaseUrl, sale.id, from - 1, progress.at);
      progress.end();
    }
    progress.begin("fans register over HTTP", sample);
    const question = { saleId: sale.id, from, to: fans };
    const registered = await crowd.rate({ type: "register", ...question }, progress.at);
    progress.end();
    progress.begin("closing registration, root, draw");
    const drawn = await operator.step(sale.id, "PUT", "draw");
    const drawSeconds = progress.end();
    progress.begin("fans take place and pass over HTTP", sample);
    const placed = await crowd.rate({ type: "take-places", ...question }, progress.at);
    progress.end();
    if (preload) await crowd.mint(sale.id, drawn.draw?.seed ?? "", fans);
    return {
      sale: drawn,
      registrationsPerSecond: registered.perSecond,
      placesPerSecond: placed.perSecond,
      drawSeconds,
    };
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
    progress.begin(how.polls ? "the sale, the rest polling" : "the sale", options.units);
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
      progress.begin("killing and restarting the server with all claims made");
      this.restartSeconds = await this.server.killAndRestart();
      progress.end();
    }
    for (const [what, count] of Object.entries(run.unexpected)) {
      process.stderr.write(`unexpected: ${what}, ${count} times\n`);
    }
    progress.begin("checking what fans were told against database and log");
    await operator.step(sale.id, "PUT", "ending", { reason: "the rehearsal is over" });
    await this.projectionSettled(operator, sale.id);
    const check = await checkSale(this.scratch.databaseUrl, sale.id, toldPath);
    progress.end();
    return { run, check, cpuSeconds, secondsToSellOut: sellOutSeconds(run, check) };
  }

  /** The claims table follows the log; the check compares both. */
  private async projectionSettled(operator: Operator, saleId: string): Promise<void> {
    for (let look = 0; look < 600; look += 1) {
      const metrics = await operator.metrics();
      const lag = new RegExp(`sales_projection_lag_records\\{sale="${saleId}"\\} (\\d+)`);
      // A lane that is over in every respect is put away, with its figures.
      if ((lag.exec(metrics)?.[1] ?? "0") === "0") return;
      await Bun.sleep(100);
    }
    throw new Error("the claims table did not catch up with the log within a minute");
  }

  private async keepReport(operator: Operator, saleId: string): Promise<void> {
    this.progress.begin("making the report");
    const text = await (await operator.download(saleId, "report")).text();
    writeFileSync(join(this.folder, "report.json"), text);
    const { report } = JSON.parse(text) as {
      report: { files: { entrants: string | null; log: string } };
    };
    for (const file of [report.files.entrants, report.files.log]) {
      if (file === null) continue;
      await Bun.write(join(this.folder, file), await operator.download(saleId, `report/${file}`));
    }
    this.progress.end();
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

/** Kills the server at random moments of the sale: after so many answers. */
class Killing {
  private readonly server: ServerChild;
  private readonly moments: number[];
  private readonly kills: Promise<number>[] = [];
  private under = false;

  constructor(server: ServerChild, kills: number, units: number) {
    this.server = server;
    this.moments = Array.from({ length: kills }, () =>
      Math.floor(Math.random() * units * 0.95),
    ).sort((a, b) => a - b);
  }

  at(done: number): void {
    const next = this.moments[0];
    if (next === undefined || done < next || this.under) return;
    this.moments.shift();
    this.under = true;
    const restarted = this.server.killAndRestart().finally(() => {
      this.under = false;
    });
    this.kills.push(restarted);
  }

  async finished(): Promise<void> {
    await Promise.all(this.kills);
  }
}
