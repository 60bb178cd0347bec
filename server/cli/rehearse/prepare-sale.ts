import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CrowdChild } from "./crowd-child.ts";
import type { OperatedSale, Operator } from "./operator.ts";
import type { RehearsalOptions } from "./options.ts";
import { preloadRegistrations } from "./preload.ts";
import type { Progress } from "./progress.ts";
import type { Scratch } from "./scratch.ts";

/** What every part of a rehearsal works with. */
export interface RehearsalParts {
  readonly crowd: CrowdChild;
  /** Where what is worth keeping is written. */
  readonly folder: string;
  readonly operator: Operator;
  readonly progress: Progress;
  readonly scratch: Scratch;
}

export interface Prepared {
  readonly sale: OperatedSale;
  readonly registrationsPerSecond: number;
  readonly placesPerSecond: number;
  readonly drawSeconds: number;
}

/** With `--preload` so many fans still register and take their places over HTTP, to be measured. */
const SAMPLE_MOST = 100_000;

/** A sale with all its registrations, drawn, its passes in the crowd's hands. */
export async function prepareSale(
  { crowd, operator, progress, scratch }: RehearsalParts,
  { fans, units }: RehearsalOptions,
  how: { readonly variantId: string; readonly preload: boolean; readonly holdSeconds?: number },
): Promise<Prepared> {
  const sale = await operator.makeSale("draw", how.variantId, units, how.holdSeconds);
  const sample = how.preload ? Math.min(SAMPLE_MOST, Math.ceil(fans / 10)) : fans;
  const from = fans - sample + 1;
  if (from > 1) {
    progress.begin("preload", from - 1);
    await preloadRegistrations(scratch.databaseUrl, sale.id, from - 1, progress.at);
    progress.end();
  }
  progress.begin("register", sample);
  const question = { saleId: sale.id, from, to: fans };
  const registered = await crowd.rate({ type: "register", ...question }, progress.at);
  progress.end();
  progress.begin("draw");
  const drawn = await operator.step(sale.id, "PUT", "draw");
  const drawSeconds = progress.end();
  progress.begin("places", sample);
  const placed = await crowd.rate({ type: "take-places", ...question }, progress.at);
  progress.end();
  if (how.preload) await crowd.mint(sale.id, drawn.draw?.seed ?? "", fans);
  return {
    sale: drawn,
    registrationsPerSecond: registered.perSecond,
    placesPerSecond: placed.perSecond,
    drawSeconds,
  };
}

/** The tables follow the log; the check compares both. */
export async function projectionSettled(operator: Operator, saleId: string): Promise<void> {
  for (let look = 0; look < 600; look += 1) {
    const metrics = await operator.metrics();
    const lag = new RegExp(`sales_projection_lag_records\\{sale="${saleId}"\\} (\\d+)`);
    // A lane that is over in every respect is put away, with its figures.
    if ((lag.exec(metrics)?.[1] ?? "0") === "0") return;
    await Bun.sleep(100);
  }
  throw new Error("the claims table did not catch up with the log within a minute");
}

/** Keeps the public report and its files in the rehearsal's folder. */
export async function keepReport(
  { folder, operator, progress }: RehearsalParts,
  saleId: string,
): Promise<void> {
  progress.begin("report");
  const text = await (await operator.download(saleId, "report")).text();
  writeFileSync(join(folder, "report.json"), text);
  const { report } = JSON.parse(text) as {
    report: { files: { entrants: string | null; log: string } };
  };
  for (const file of [report.files.entrants, report.files.log]) {
    if (file === null) continue;
    await Bun.write(join(folder, file), await operator.download(saleId, `report/${file}`));
  }
  progress.end();
}
