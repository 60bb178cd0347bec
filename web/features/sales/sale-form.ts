import type { components } from "../../api/contract.ts";
import { digitsOf, readMajor, writeMajor } from "./amounts.ts";
import { fromLocal, toLocal } from "./local-times.ts";

type Schemas = components["schemas"];
export type Sale = Schemas["Sale"];
type CreateSale = Schemas["CreateSale"];

/** A whole number as somebody types it: empty while there is none. */
export type Typed = number | string;

export interface VariantRow {
  /** Tells the rows of a form apart. */
  readonly row: number;
  /** Empty until one is chosen. */
  readonly variantId: string;
  readonly stock: Typed;
  readonly claimLimit: Typed;
}

/** A sale as its form holds it: names by language, times by the browser's clock, money as typed. */
export interface SaleForm {
  readonly kind: "draw" | "open";
  readonly english: string;
  readonly chinese: string;
  /** Names in languages that the form does not show; kept as they are. */
  readonly otherNames: Readonly<Record<string, string>>;
  readonly variants: readonly VariantRow[];
  readonly drawMode: "beacon" | "beaconless";
  /** `YYYY-MM-DD HH:mm:ss`, as the other times; null where nothing is fixed. */
  readonly registrationOpensAt: string | null;
  readonly registrationClosesAt: string | null;
  readonly opensAt: string | null;
  readonly endsAt: string | null;
  readonly holdMinutes: Typed;
  readonly paymentMinutes: Typed;
  /** Percent of the units that may be called beyond them. */
  readonly marginPercent: Typed;
  readonly waitingLimit: Typed;
  readonly ordersPerAddress: Typed;
  readonly ordersPerInstrument: Typed;
  readonly asksForWork: boolean;
  readonly workDifficulty: Typed;
  readonly asksForAge: boolean;
  readonly accountAgeDays: Typed;
  readonly asksForPurchase: boolean;
  readonly asksForDeposit: boolean;
  readonly depositAmount: string;
  readonly depositCurrency: string;
  readonly carryOverFrom: string | null;
}

/** About half a second of a phone's work. */
const USUAL_DIFFICULTY = 300_000;

const NO_VARIANT: VariantRow = { row: 0, variantId: "", stock: "", claimLimit: 1 };

/** What a new sale begins with. */
export const newSaleForm: SaleForm = {
  kind: "draw",
  english: "",
  chinese: "",
  otherNames: {},
  variants: [NO_VARIANT],
  drawMode: "beacon",
  registrationOpensAt: null,
  registrationClosesAt: null,
  opensAt: null,
  endsAt: null,
  holdMinutes: 15,
  paymentMinutes: 10,
  marginPercent: 10,
  waitingLimit: "",
  ordersPerAddress: "",
  ordersPerInstrument: "",
  asksForWork: false,
  workDifficulty: USUAL_DIFFICULTY,
  asksForAge: false,
  accountAgeDays: 30,
  asksForPurchase: false,
  asksForDeposit: false,
  depositAmount: "",
  depositCurrency: "USD",
  carryOverFrom: null,
};

/** A form filled with a sale, to change it. */
export function formOf(sale: Sale): SaleForm {
  const { en = "", "zh-Hans": chinese = "", ...otherNames } = sale.names;
  const clauses = sale.eligibility?.anyOf ?? [];
  const age = clauses.find((clause) => "accountAgeDays" in clause);
  const deposit = clauses.find((clause) => "deposit" in clause)?.deposit;
  return {
    ...newSaleForm,
    kind: sale.kind,
    english: en,
    chinese,
    otherNames,
    variants: sale.variants.map(({ variantId, stock, claimLimit }, row) => ({
      row,
      variantId,
      stock,
      claimLimit,
    })),
    drawMode: sale.draw?.mode ?? "beacon",
    registrationOpensAt: toLocal(sale.registrationOpensAt),
    registrationClosesAt: toLocal(sale.registrationClosesAt),
    opensAt: toLocal(sale.opensAt),
    endsAt: toLocal(sale.endsAt),
    holdMinutes: sale.holdSeconds / 60,
    paymentMinutes: sale.paymentSeconds / 60,
    marginPercent: Math.round(sale.admissionMargin * 1_000) / 10,
    waitingLimit: sale.waitingLimit,
    ordersPerAddress: sale.ordersPerAddress ?? "",
    ordersPerInstrument: sale.ordersPerInstrument ?? "",
    asksForWork: sale.proofOfWork !== null,
    workDifficulty: sale.proofOfWork?.difficulty ?? USUAL_DIFFICULTY,
    asksForAge: age !== undefined,
    accountAgeDays: age?.accountAgeDays ?? newSaleForm.accountAgeDays,
    asksForPurchase: clauses.some((clause) => "earlierPurchase" in clause),
    asksForDeposit: deposit !== undefined,
    depositAmount: deposit === undefined ? "" : writeMajor(deposit.amountMinor, deposit.currency),
    depositCurrency: deposit?.currency ?? newSaleForm.depositCurrency,
    carryOverFrom: sale.carryOverFrom,
  };
}

/** What the API takes; only for a form without problems. */
export function bodyOf(form: SaleForm): CreateSale {
  const isDraw = form.kind === "draw";
  const names = { ...form.otherNames, ...nameOf("en", form.english) };
  return {
    kind: form.kind,
    names: { ...names, ...nameOf("zh-Hans", form.chinese) },
    variants: form.variants.map((row) => ({
      variantId: row.variantId,
      stock: Number(row.stock),
      claimLimit: Number(row.claimLimit),
    })),
    drawMode: isDraw ? form.drawMode : null,
    registrationOpensAt: fromLocal(form.registrationOpensAt),
    registrationClosesAt: isDraw ? fromLocal(form.registrationClosesAt) : null,
    opensAt: fromLocal(form.opensAt),
    endsAt: fromLocal(form.endsAt),
    holdSeconds: Math.round(Number(form.holdMinutes) * 60),
    paymentSeconds: Math.round(Number(form.paymentMinutes) * 60),
    ordersPerAddress: orNull(form.ordersPerAddress),
    ordersPerInstrument: orNull(form.ordersPerInstrument),
    admissionMargin: Number(form.marginPercent) / 100,
    waitingLimit: orNull(form.waitingLimit),
    proofOfWork: form.asksForWork ? { difficulty: Number(form.workDifficulty) } : null,
    eligibility: eligibilityOf(form),
    carryOverFrom: isDraw ? form.carryOverFrom : null,
  };
}

function nameOf(tag: string, name: string): Record<string, string> {
  return name.trim() === "" ? {} : { [tag]: name.trim() };
}

function orNull(typed: Typed): number | null {
  return typed === "" ? null : Number(typed);
}

function eligibilityOf(form: SaleForm): CreateSale["eligibility"] {
  const { depositAmount, depositCurrency: currency } = form;
  const amountMinor = readMajor(depositAmount, digitsOf(currency)) ?? 0;
  const anyOf = [
    ...(form.asksForAge ? [{ accountAgeDays: Number(form.accountAgeDays) }] : []),
    ...(form.asksForPurchase ? [{ earlierPurchase: true as const }] : []),
    ...(form.asksForDeposit ? [{ deposit: { amountMinor, currency } }] : []),
  ];
  return anyOf.length === 0 ? null : { anyOf };
}
