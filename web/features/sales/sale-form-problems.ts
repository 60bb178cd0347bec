import { digitsOf, readMajor } from "./amounts.ts";
import { msOf } from "./local-times.ts";
import type { SaleForm, Typed } from "./sale-form.ts";

/** What can be wrong in the form; each has words in every language. */
export type FormProblem =
  | "name_missing"
  | "name_too_long"
  | "no_variant"
  | "variant_missing"
  | "variant_twice"
  | "no_units"
  | "too_many_units"
  | "no_shared_currency"
  | "closing_needed"
  | "closes_before_opening"
  | "opens_before_closing"
  | "opens_before_beacon"
  | "ends_before_opening"
  | "time_passed"
  | "whole_number"
  | "number"
  | "amount"
  | "refused";

/** By the field: `english`, `variants`, `variants.0.stock`. */
export type FormProblems = Readonly<Record<string, ProblemAt>>;

export interface ProblemAt {
  readonly problem: FormProblem;
  readonly least?: number;
  readonly most?: number;
}

/** What the form is checked against besides itself. */
export interface FormSurroundings {
  readonly nowMs: number;
  /** The currencies of each variant's prices. */
  readonly currenciesOf: (variantId: string) => readonly string[] | undefined;
}

const NAME_LONGEST = 200;
const UNITS_MOST = 100_000_000;

/**
 * Everything that keeps the form from being a sale, by field. Mirrors what the server asks, so that
 * it is said while somebody types; the server asks it again.
 */
export function findFormProblems(form: SaleForm, around: FormSurroundings): FormProblems {
  const found: Record<string, ProblemAt> = {};
  const add = (field: string, problem: FormProblem) => (found[field] ??= { problem });
  if (form.english.trim() === "" && form.chinese.trim() === "") add("english", "name_missing");
  for (const field of ["english", "chinese"] as const) {
    if (form[field].trim().length > NAME_LONGEST) add(field, "name_too_long");
  }
  addVariantProblems(form, around, found);
  addTimeProblems(form, around.nowMs, add);
  addRange(found, "holdMinutes", form.holdMinutes, 5 / 60, 10_080, { isWhole: false });
  addRange(found, "paymentMinutes", form.paymentMinutes, 5 / 60, 1_440, { isWhole: false });
  addRange(found, "marginPercent", form.marginPercent, 0, 1_000, { isWhole: false });
  const mayMiss = { mayMiss: true };
  addRange(found, "waitingLimit", form.waitingLimit, 0, 1_000_000, mayMiss);
  addRange(found, "ordersPerAddress", form.ordersPerAddress, 1, 1_000, mayMiss);
  addRange(found, "ordersPerInstrument", form.ordersPerInstrument, 1, 1_000, mayMiss);
  if (form.asksForWork) addRange(found, "workDifficulty", form.workDifficulty, 1_000, 10_000_000);
  if (form.asksForAge) addRange(found, "accountAgeDays", form.accountAgeDays, 1, 3_650);
  if (form.asksForDeposit) {
    const amount = readMajor(form.depositAmount, digitsOf(form.depositCurrency));
    if (amount === undefined || amount < 1 || amount > 1_000_000_000_000) {
      add("depositAmount", "amount");
    }
  }
  return found;
}

function addVariantProblems(
  { variants }: SaleForm,
  { currenciesOf }: FormSurroundings,
  found: Record<string, ProblemAt>,
): void {
  const add = (field: string, problem: FormProblem) => (found[field] ??= { problem });
  if (variants.length === 0) add("variants", "no_variant");
  for (const [index, { variantId, stock, claimLimit }] of variants.entries()) {
    const field = `variants.${index}`;
    if (variantId === "") add(`${field}.variantId`, "variant_missing");
    else if (variants.findIndex((row) => row.variantId === variantId) < index) {
      add(`${field}.variantId`, "variant_twice");
    }
    addRange(found, `${field}.stock`, stock, 0, 10_000_000);
    addRange(found, `${field}.claimLimit`, claimLimit, 1, 100);
  }
  const hasStocks = variants.length > 0 && variants.every(({ stock }) => stock !== "");
  const units = variants.reduce((sum, { stock }) => sum + Number(stock), 0);
  if (hasStocks && units === 0) add("variants", "no_units");
  if (units > UNITS_MOST) add("variants", "too_many_units");
  const lists = variants.flatMap(({ variantId }) => {
    const currencies = variantId === "" ? undefined : currenciesOf(variantId);
    return currencies === undefined ? [] : [currencies];
  });
  const [first, ...others] = lists;
  const isShared = first?.some((currency) => others.every((list) => list.includes(currency)));
  if (isShared === false) add("variants", "no_shared_currency");
}

function addTimeProblems(
  form: SaleForm,
  nowMs: number,
  add: (field: string, problem: FormProblem) => void,
): void {
  const isDraw = form.kind === "draw";
  const isBound = isDraw && form.drawMode === "beacon";
  const registrationOpensAt = msOf(form.registrationOpensAt);
  const closesAt = isDraw ? msOf(form.registrationClosesAt) : null;
  const opensAt = msOf(form.opensAt);
  const endsAt = msOf(form.endsAt);
  const isAfter = (later: number | null, earlier: number | null) =>
    later === null || earlier === null || later > earlier;
  if (isBound && closesAt === null) add("registrationClosesAt", "closing_needed");
  if (!isAfter(closesAt, registrationOpensAt)) {
    add("registrationClosesAt", "closes_before_opening");
  }
  const overAt = closesAt ?? registrationOpensAt;
  if (!isAfter(opensAt, overAt)) add("opensAt", "opens_before_closing");
  if (isBound && closesAt !== null && !isAfter(opensAt, beaconTimeMs(closesAt))) {
    add("opensAt", "opens_before_beacon");
  }
  if (!isAfter(endsAt, opensAt ?? overAt)) add("endsAt", "ends_before_opening");
  for (const [field, at] of Object.entries({ registrationClosesAt: closesAt, opensAt, endsAt })) {
    if (at !== null && at <= nowMs) add(field, "time_passed");
  }
}

function addRange(
  found: Record<string, ProblemAt>,
  field: string,
  typed: Typed,
  least: number,
  most: number,
  { isWhole = true, mayMiss = false }: { isWhole?: boolean; mayMiss?: boolean } = {},
): void {
  if (typed === "" && mayMiss) return;
  const value = Number(typed);
  const isRight = typed !== "" && value >= least && value <= most;
  if (isRight && (!isWhole || Number.isInteger(value))) return;
  // A limit in seconds is told in whole minutes or in parts of one that can be read.
  const shownLeast = Math.round(least * 100) / 100;
  found[field] ??= { problem: isWhole ? "whole_number" : "number", least: shownLeast, most };
}

/** drand's chain quicknet, to which draws are bound: seconds of its first round, and its period. */
const GENESIS_SECONDS = 1_692_803_367;
const PERIOD_SECONDS = 3;

/** The server leaves this between the closing and the round, to publish the entrant list. */
const ROOT_MARGIN_MS = 30_000;

/** When the round is published that draws a sale whose registration closes then. Ms since 1970. */
export function beaconTimeMs(closesAtMs: number): number {
  const sinceMs = closesAtMs + ROOT_MARGIN_MS - 1 - GENESIS_SECONDS * 1_000;
  const round = Math.max(0, Math.floor(sinceMs / (PERIOD_SECONDS * 1_000)) + 1) + 1;
  return (GENESIS_SECONDS + (round - 1) * PERIOD_SECONDS) * 1_000;
}
