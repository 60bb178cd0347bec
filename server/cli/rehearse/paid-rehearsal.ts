import { join } from "node:path";
import { checkPaidSale } from "./check-paid-sale.ts";
import { Killing } from "./killing.ts";
import { PRICE_MINOR } from "./operator.ts";
import type { RehearsalOptions } from "./options.ts";
import type { PaidResult } from "./paid-result.ts";
import { keepReport, prepareSale, projectionSettled, type RehearsalParts } from "./prepare-sale.ts";
import { machineName } from "./result.ts";
import type { ServerChild } from "./server-child.ts";

/** A hold is long enough for everybody's payment to have its turn, and short enough to end. */
const HOLD_LEAST_SECONDS = 20;
const UNITS_PAID_PER_SECOND = 500;

/** A sale from its draw to the last paid unit, and what is left of it in log, tables and money. */
export async function rehearsePayments(
  parts: RehearsalParts,
  server: ServerChild,
  options: RehearsalOptions,
): Promise<PaidResult> {
  const { crowd, folder, operator, progress, scratch } = parts;
  const { fans, units, kills } = options;
  const variantId = await operator.makeVariant();
  const holdSeconds = Math.max(HOLD_LEAST_SECONDS, Math.ceil(units / UNITS_PAID_PER_SECOND));
  const how = { variantId, preload: options.preload, holdSeconds };
  const prepared = await prepareSale(parts, options, how);
  const { sale } = prepared;
  const toldPath = join(folder, "told.txt");
  await operator.step(sale.id, "PUT", "opening");
  progress.tell({ type: "sale", saleId: sale.id });
  progress.begin("sale-with-payments", units);
  const cpuBefore = server.cpuSeconds();
  const killing = new Killing(server, kills, units);
  const run = await crowd.pay(
    { type: "pay", saleId: sale.id, variantId, fans, units, toldPath },
    (paid) => {
      progress.at(paid);
      killing.at(paid);
    },
  );
  await killing.finished();
  const cpuSeconds = kills > 0 ? 0 : server.cpuSeconds() - cpuBefore;
  progress.end();
  for (const [what, count] of Object.entries(run.unexpected)) {
    process.stderr.write(`unexpected: ${what}, ${count} times\n`);
  }
  progress.begin("check-payments");
  await operator.step(sale.id, "PUT", "ending", { reason: "the rehearsal is over" });
  await projectionSettled(operator, sale.id);
  const check = await checkPaidSale(scratch.databaseUrl, sale.id, toldPath, PRICE_MINOR);
  progress.end();
  await keepReport(parts, sale.id);
  const firstRound = run.firstRoundPaid;
  const beforeOpening =
    fans / prepared.registrationsPerSecond + prepared.drawSeconds + fans / prepared.placesPerSecond;
  return {
    fans,
    units,
    claims: run.claims,
    paid: run.paid,
    letGo: run.letGo,
    letExpire: run.letExpire,
    paidAfterWaiting: run.paidAfterWaiting,
    tooLate: run.tooLate,
    secondsToLastPaidOfFirstRound: run.firstRoundSeconds,
    ordersPerSecond: Math.round(firstRound / run.firstRoundSeconds),
    wholeOrdersPerSecond: options.preload
      ? null
      : Math.round(firstRound / (beforeOpening + run.firstRoundSeconds)),
    secondsToLastPaid: run.seconds,
    paymentLatencyMs: run.paymentLatencyMs,
    cpuMicrosecondsPerOrder: Math.round((cpuSeconds / run.paid) * 1e6),
    oversold: check.oversold,
    duplicateClaims: check.duplicateClaims + run.toldTwice,
    acknowledgedButMissing: check.acknowledgedButMissing,
    soldWithoutMoney: check.soldWithoutMoney,
    moneyWithoutSale: check.moneyWithoutSale,
    ordersWrong: check.ordersWrong,
    unexpectedAnswers: Object.values(run.unexpected).reduce((total, count) => total + count, 0),
    kills,
    takeovers: check.takeovers,
    machine: machineName(),
    curve: run.curve,
  };
}
