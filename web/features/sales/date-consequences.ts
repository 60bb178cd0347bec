import { fromLocal, msOf } from "./local-times.ts";
import type { SaleForm } from "./sale-form.ts";
import { beaconTimeMs } from "./sale-form-problems.ts";

export interface Consequence {
  readonly event: "registration" | "close" | "beacon" | "draw" | "open" | "open_all" | "end";
  /** ISO 8601; null where it waits for the operator. */
  readonly at: string | null;
  /** What it waits for where there is no time. */
  readonly byHand: "publish" | "hand" | "closing";
}

/** What will happen with these dates, in order. */
export function consequencesOf(form: SaleForm): readonly Consequence[] {
  const opensAt = fromLocal(form.opensAt);
  const endsAt = fromLocal(form.endsAt);
  const byHand = "hand";
  const registration = fromLocal(form.registrationOpensAt);
  return [
    { event: "registration", at: registration, byHand: "publish" },
    ...(form.kind === "draw" ? drawOf(form) : []),
    { event: form.kind === "draw" ? "open" : "open_all", at: opensAt, byHand },
    { event: "end", at: endsAt, byHand },
  ];
}

function drawOf(form: SaleForm): readonly Consequence[] {
  const closesAt = fromLocal(form.registrationClosesAt);
  const closesAtMs = msOf(form.registrationClosesAt);
  const byHand = "hand";
  if (form.drawMode === "beaconless") {
    return [
      { event: "close", at: closesAt, byHand },
      { event: "draw", at: closesAt, byHand },
    ];
  }
  const beacon = closesAtMs === null ? null : new Date(beaconTimeMs(closesAtMs)).toISOString();
  return [
    { event: "close", at: closesAt, byHand: "closing" },
    { event: "beacon", at: beacon, byHand: "closing" },
  ];
}
