import { createHash } from "node:crypto";
import { POLL_JITTER_LEAST, POLL_JITTER_MOST, pollIntervalMs } from "../rules/admission.ts";
import { freeOf, type LaneState } from "../rules/lane-state.ts";
import type { Sale } from "../store.ts";

/** The public document that everybody polls; the same bytes for all. */
export interface NowDocument {
  readonly saleId: string;
  readonly state: string;
  readonly serverTime: string;
  readonly registrationClosesAt: string | null;
  readonly opensAt: string | null;
  /** The log record that the figures rest on; null while the sale has no lane. */
  readonly asOf: { readonly sequence: number; readonly at: string } | null;
  readonly line: {
    readonly places: number;
    readonly admittedThrough: number;
    readonly admittedPerMinute: number;
    readonly waiting: number;
  } | null;
  readonly units: {
    readonly stock: number;
    /** Of open holds. */
    readonly held: number;
    readonly sold: number;
    /** Kept for friend codes. */
    readonly reserved: number;
    readonly free: number;
  };
  readonly variants: readonly {
    readonly variantId: string;
    readonly stock: number;
    readonly free: number;
  }[];
  readonly claims: {
    readonly held: number;
    readonly paid: number;
    readonly waiting: number;
    readonly perSecond: number;
  };
  /** No unit is free now. While holds are open some may come back. */
  readonly soldOut: boolean;
  /** No unit comes back by itself either: only money that cannot be had would return one. */
  readonly final: boolean;
  /** Poll again after a random time between these. */
  readonly nextPollSeconds: { readonly least: number; readonly most: number };
}

/** What the lane moved in the last while; see `RateMeter`. */
export interface LaneRates {
  readonly admittedPerMinute: number;
  readonly claimsPerSecond: number;
  /** Units that went, less those that came back. */
  readonly takenPerSecond: number;
}

/** The document of a sale whose lane runs here. */
export function nowFromLane(
  sale: Sale,
  state: LaneState,
  rates: LaneRates,
  nowMs: number,
): NowDocument {
  const free = state.freeUnits;
  const stock = state.variants.reduce((sum, variant) => sum + variant.stock, 0);
  const drawn = state.founded.kind === "draw";
  const waitingInLine = drawn ? state.placesAhead : state.highestPlace;
  return {
    ...frame(sale, stateName(sale, state), nowMs, waitingInLine, state.founded.pollsPerSecond),
    asOf: { sequence: state.sequence, at: new Date(state.recordedAt).toISOString() },
    line: drawn
      ? {
          places: state.highestPlace,
          admittedThrough: state.admittedThrough,
          admittedPerMinute: rates.admittedPerMinute,
          waiting: state.placesAhead,
        }
      : null,
    units: { stock, ...unitsOf(state), free },
    variants: state.variants.map((variant) => ({
      variantId: variant.id,
      stock: variant.stock,
      free: freeOf(variant),
    })),
    claims: {
      held: state.heldClaims,
      paid: state.paidClaims,
      waiting: state.waiting.size,
      perSecond: rates.claimsPerSecond,
    },
    soldOut: free === 0,
    final: state.phase === "ended" || (free === 0 && !state.mayComeBack),
  };
}

function unitsOf(state: LaneState): { held: number; sold: number; reserved: number } {
  const units = { held: 0, sold: 0, reserved: 0 };
  for (const variant of state.variants) {
    units.held += variant.held;
    units.sold += variant.sold;
    units.reserved += variant.reserved;
  }
  return units;
}

/** The document of a sale that has no lane now: before its draw, or after it is over. */
export function nowFromSale(sale: Sale, pollsPerSecond: number, nowMs: number): NowDocument {
  const stock = sale.variants.reduce((sum, variant) => sum + variant.stock, 0);
  const over = sale.state === "ended" || sale.state === "cancelled";
  return {
    ...frame(sale, sale.state, nowMs, sale.entrantList.registrations, pollsPerSecond),
    asOf: null,
    line: null,
    units: { stock, held: 0, sold: 0, reserved: 0, free: over ? 0 : stock },
    variants: sale.variants.map(({ variantId, stock }) => ({
      variantId,
      stock,
      free: over ? 0 : stock,
    })),
    claims: { held: 0, paid: 0, waiting: 0, perSecond: 0 },
    soldOut: false,
    final: over,
  };
}

function frame(
  sale: Sale,
  state: string,
  nowMs: number,
  fansWaiting: number,
  pollsPerSecond: number,
) {
  const interval = pollIntervalMs(fansWaiting, pollsPerSecond) / 1000;
  const rounded = (seconds: number) => Math.round(seconds * 10) / 10;
  return {
    saleId: sale.id,
    state,
    serverTime: new Date(nowMs).toISOString(),
    registrationClosesAt: sale.registration_closes_at?.toISOString() ?? null,
    opensAt: sale.opens_at?.toISOString() ?? null,
    nextPollSeconds: {
      least: rounded(interval * POLL_JITTER_LEAST),
      most: rounded(interval * POLL_JITTER_MOST),
    },
  };
}

/** The lane knows first whether a sale sells; its row follows. */
function stateName(sale: Sale, state: LaneState): string {
  if (state.phase === "selling" || state.phase === "paused" || state.phase === "ended") {
    return state.phase;
  }
  return sale.state;
}

/** The document as it goes out. */
export interface NowBytes {
  readonly body: Uint8Array<ArrayBuffer>;
  /** Weak: it changes with what the document says, not with its server time. */
  readonly etag: string;
  /** The answer's headers, made once for all who ask. */
  readonly headers: Headers;
}

/** A cache may answer for this long: about as often as the document is made anew. */
const CACHE_CONTROL = "public, max-age=1";

/** Renders a document once, for all who ask until the next. */
export function renderNow(document: NowDocument): NowBytes {
  const content = JSON.stringify({ ...document, serverTime: undefined });
  const tag = createHash("sha256").update(content).digest("base64url").slice(0, 16);
  const etag = `W/"${tag}"`;
  return {
    body: new TextEncoder().encode(JSON.stringify(document)),
    etag,
    headers: new Headers({
      "content-type": "application/json",
      "cache-control": CACHE_CONTROL,
      etag,
    }),
  };
}
