import { invariant } from "../../../platform/failure.ts";
import type { IssuedCode } from "./lane-events.ts";
import { freeOf, type LaneCode, type LaneState, type LaneVariant } from "./lane-state.ts";

// What outcomes do to friend codes and to the units reserved for them. Only `evolve` calls these.

export function issueCodes(state: LaneState, codes: readonly IssuedCode[]): void {
  for (const { number, variantIndex, units, expiresAt } of codes) {
    invariant(!state.codes.has(number), "a code is issued once");
    invariant(units > 0, "a code is worth a unit at least");
    reserve(variantAt(state, variantIndex), units);
    const rank = expiresAt ?? Number.POSITIVE_INFINITY;
    const code: LaneCode = {
      number,
      variantIndex,
      units,
      expiresAt,
      rank,
      state: "issued",
      place: 0,
    };
    state.codes.set(number, code);
    if (expiresAt !== null) state.codeEnds.add(code);
  }
}

/** The units are free for a moment: the claim that redeems the code takes them at once. */
export function spendCode(state: LaneState, codeNumber: number, place: number): void {
  const code = issuedCode(state, codeNumber);
  code.state = "redeemed";
  code.place = place;
  reserve(variantAt(state, code.variantIndex), -code.units);
}

export function endCode(state: LaneState, codeNumber: number, how: "revoked" | "expired"): void {
  const code = issuedCode(state, codeNumber);
  code.state = how;
  reserve(variantAt(state, code.variantIndex), -code.units);
}

function reserve(variant: LaneVariant, units: number): void {
  variant.reserved += units;
  invariant(freeOf(variant) >= 0, "every code is backed by a unit");
  invariant(variant.reserved >= 0, "never fewer than no units reserved");
}

function variantAt(state: LaneState, index: number): LaneVariant {
  const variant = state.variants[index];
  invariant(variant !== undefined, "a code names a variant of its sale");
  return variant;
}

function issuedCode(state: LaneState, codeNumber: number): LaneCode {
  const code = state.codes.get(codeNumber);
  invariant(code?.state === "issued", `code ${codeNumber} has been issued and not been used`);
  return code;
}
