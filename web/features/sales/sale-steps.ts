import type { components } from "../../api/contract.ts";
import { beaconTimeMs } from "./sale-form-problems.ts";

type Sale = components["schemas"]["Sale"];
export type SaleState = Sale["state"];

export const saleStates: readonly SaleState[] = [
  "draft",
  "registering",
  "closed",
  "drawn",
  "selling",
  "paused",
  "ended",
  "cancelled",
];

/** The steps of a sale's life; a paused sale is one that sells. */
export type SaleStep = "draft" | "registering" | "closed" | "drawn" | "selling" | "ended";

export interface StepAt {
  readonly step: SaleStep;
  /** ISO 8601: when it begins by itself, or was to begin; null where an operator decides. */
  readonly at: string | null;
  readonly isPast: boolean;
  readonly isCurrent: boolean;
}

const DRAW_STEPS: readonly SaleStep[] = [
  "draft",
  "registering",
  "closed",
  "drawn",
  "selling",
  "ended",
];
const OPEN_STEPS: readonly SaleStep[] = ["draft", "registering", "selling", "ended"];

/** When the beacon's round is published that draws the sale; null where there is none. */
function beaconAt(sale: Sale): string | null {
  if (sale.draw?.mode !== "beacon" || sale.registrationClosesAt === null) return null;
  return new Date(beaconTimeMs(Date.parse(sale.registrationClosesAt))).toISOString();
}

/** The whole life of the sale, and where it is. Of a cancelled one nothing is to come. */
export function stepsOf(sale: Sale): readonly StepAt[] {
  const steps = sale.kind === "draw" ? DRAW_STEPS : OPEN_STEPS;
  const state = sale.state === "paused" ? "selling" : sale.state;
  const current = steps.findIndex((step) => step === state);
  const dates: Readonly<Record<SaleStep, string | null>> = {
    draft: sale.createdAt,
    registering: sale.registrationOpensAt,
    closed: sale.registrationClosesAt,
    drawn: beaconAt(sale) ?? sale.registrationClosesAt,
    selling: sale.opensAt,
    ended: sale.endsAt,
  };
  return steps.map((step, index) => ({
    step,
    at: dates[step],
    isPast: index < current,
    isCurrent: index === current,
  }));
}

/** What an operator does next. */
export type NextAction =
  | { readonly action: "publish" | "control-room" | "report" | "duplicate" }
  | { readonly action: "halted" }
  /** `at`: when it happens by itself, or null where it waits for the operator. */
  | { readonly action: "draw" | "open"; readonly at: string | null }
  /** Registration is open, and closes by itself. */
  | { readonly action: "wait"; readonly at: string };

export function nextActionOf(sale: Sale, nowMs: number): NextAction {
  if (sale.haltedReason !== null) return { action: "halted" };
  switch (sale.state) {
    case "draft":
      return { action: "publish" };
    case "registering": {
      if (sale.kind === "open") return { action: "open", at: sale.opensAt };
      const at = sale.registrationClosesAt;
      return at !== null && Date.parse(at) > nowMs
        ? { action: "wait", at }
        : { action: "draw", at };
    }
    case "closed":
      return { action: "draw", at: beaconAt(sale) };
    case "drawn":
      return { action: "open", at: sale.opensAt };
    case "selling":
    case "paused":
      return { action: "control-room" };
    case "ended":
      return { action: "report" };
    case "cancelled":
      return { action: "duplicate" };
  }
}

/** Before it opens, opening and end of a published sale can still be moved. */
export function mayMove({ kind, state }: Pick<Sale, "kind" | "state">): boolean {
  if (state === "registering") return true;
  return kind === "draw" && (state === "closed" || state === "drawn");
}

/** A sale can be called off before its draw, or before it opens where there is none. */
export function mayCancel({ state }: Pick<Sale, "state">): boolean {
  return state === "draft" || state === "registering" || state === "closed";
}

/** Friend codes are issued from the publication to the end. */
export function mayIssueCodes({ state }: Pick<Sale, "state">): boolean {
  return state !== "draft" && state !== "ended" && state !== "cancelled";
}

export function unitsOf({ variants }: Pick<Sale, "variants">): number {
  return variants.reduce((sum, { stock }) => sum + stock, 0);
}

/** The sale's next date, and what happens then; null where an operator decides. */
export function nextDateOf(
  sale: Sale,
  nowMs: number,
): { readonly step: SaleStep; readonly at: string } | null {
  if (sale.state === "ended" || sale.state === "cancelled") return null;
  for (const { step, at } of stepsOf(sale)) {
    if (step !== "draft" && at !== null && Date.parse(at) > nowMs) return { step, at };
  }
  return null;
}
