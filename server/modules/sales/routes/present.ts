import { registrationTermsOf } from "../commands/registration-rules.ts";
import { drawStatement } from "../rules/draw-statement.ts";
import type { Sale } from "../store.ts";

const hex = (bytes: Buffer | null) => bytes?.toString("hex") ?? null;
const iso = (date: Date | null) => date?.toISOString() ?? null;

/** A sale as the API shows it. What must stay secret until the draw is not here. */
export function presentSale(sale: Sale) {
  return {
    id: sale.id,
    kind: sale.kind,
    state: sale.state,
    names: { ...sale.names },
    variants: sale.variants.map((variant) => ({
      ...variant,
      prices: variant.prices === null ? null : { ...variant.prices },
    })),
    registrationOpensAt: iso(sale.registration_opens_at),
    registrationClosesAt: iso(sale.registration_closes_at),
    opensAt: iso(sale.opens_at),
    endsAt: iso(sale.ends_at),
    holdSeconds: sale.hold_seconds,
    paymentSeconds: sale.payment_seconds,
    ordersPerAddress: sale.orders_per_address,
    ordersPerInstrument: sale.orders_per_instrument,
    admissionMargin: sale.admission_margin,
    waitingLimit: sale.waiting_limit,
    ...registrationTermsOf(sale),
    registrations: sale.entrantList.registrations,
    draw: sale.kind === "open" ? null : presentDraw(sale),
    haltedReason: sale.halted_reason,
    version: sale.version,
    createdAt: sale.created_at.toISOString(),
  };
}

function presentDraw(sale: Sale) {
  const isBound = sale.beacon_chain !== null;
  return {
    mode: isBound ? ("beacon" as const) : ("beaconless" as const),
    beaconChain: sale.beacon_chain,
    beaconRound: sale.beacon_round,
    secretHash: hex(sale.draw_secret_hash),
    entrants: sale.entrantList.entrants,
    root: hex(sale.entrantList.root),
    rootSignature: sale.entrantList.root_signature?.toString("base64url") ?? null,
    carried: sale.entrantList.carried,
    carriedDigest: hex(sale.entrantList.carried_digest),
    seed: hex(sale.seed),
    statement: drawStatement(isBound),
  };
}
