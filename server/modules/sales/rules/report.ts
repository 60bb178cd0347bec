import type { SaleKind } from "./sale-states.ts";

/** What was sold and what became of it; all of it follows from the published files. */
export interface ReportTotals {
  /** Log records, and the digest of the last, hex. */
  readonly records: number;
  readonly lastDigest: string;
  readonly takeovers: number;
  readonly unitsOffered: number;
  /** Paid and not returned. */
  readonly unitsSold: number;
  /** Of holds that are still open. */
  readonly unitsHeld: number;
  /** Kept for friend codes that nobody has redeemed. */
  readonly unitsReserved: number;
  readonly unitsFree: number;
  readonly claims: number;
  readonly paid: number;
  readonly held: number;
  readonly released: number;
  readonly expired: number;
  /** Paid claims whose money could not be had, or was given back. */
  readonly returned: number;
  readonly codesIssued: number;
  readonly codesRedeemed: number;
  /** Claims that still waited when the sale ended. */
  readonly waitedInVain: number;
  /** Claims that waited and then got units that came back. */
  readonly grantedFromReturns: number;
  readonly givenUp: number;
  readonly barred: number;
  readonly openedAt: string | null;
  readonly soldOutAt: string | null;
  readonly secondsToSellOut: number | null;
  readonly endedAt: string | null;
  readonly stockAdded: readonly {
    readonly at: string;
    readonly variantId: string;
    readonly units: number;
  }[];
}

/** The draw's inputs and its outcome; texts are hex. */
export interface ReportDraw {
  readonly mode: "beacon" | "beaconless";
  readonly statement: string;
  readonly beacon: {
    readonly chain: string;
    readonly round: number;
    readonly signature: string;
    readonly roundAt: string;
    /** The closing time that fixed the round; see `firstRoundAfter`. */
    readonly closesAt: string;
  } | null;
  readonly secret: { readonly secret: string; readonly hash: string } | null;
  /** Length of the entrant list, tombstones included. */
  readonly entrants: number;
  readonly drawn: number;
  readonly root: string;
  /** Ed25519, base64url; see `rootMessage`, or `carriedRootMessage` where some are carried. */
  readonly rootSignature: string;
  readonly rootSignedAt: string;
  /** Absent where nobody is carried over from an earlier sale; see `carry-over.ts`. */
  readonly carryOver?: {
    readonly from: string;
    readonly entrants: number;
    readonly digest: string;
    readonly statement: string;
  };
  readonly seed: string;
  readonly orderDigest: string;
}

/** A place that was barred, why, and until when; a changed reason ends one and begins another. */
export interface ReportRemoval {
  readonly place: number;
  readonly reason: string;
  readonly barredAt: string;
  readonly restoredAt: string | null;
}

/** The public report of a sale; what `millet verify` checks. No personal data. */
export interface Report {
  readonly format: "millet-report-v1";
  readonly sale: {
    readonly id: string;
    readonly kind: SaleKind;
    readonly names: Readonly<Record<string, string>>;
    readonly registrations: number;
    readonly latecomers: number;
  };
  readonly draw: ReportDraw | null;
  readonly removals: readonly ReportRemoval[];
  readonly totals: ReportTotals;
  /** Whether the sale is over in every respect: no hold is open. */
  readonly final: boolean;
  /** Names of the files beside the report. */
  readonly files: {
    readonly entrants: string | null;
    readonly carried?: string;
    readonly log: string;
  };
  /** The installation's Ed25519 key, base64url. */
  readonly publicKey: string;
}

/** The report as published: the very bytes that are signed, and the signature (base64url). */
export interface SignedReport {
  readonly report: Report;
  readonly signature: string;
}

/** "millet-report-v1" ‖ the report as compact JSON. */
export function reportMessage(report: Report): Uint8Array {
  return new TextEncoder().encode(`millet-report-v1${JSON.stringify(report)}`);
}

/** The one spelling of a published report: anything else, or anything more, is a changed file. */
export function encodeReport({ report, signature }: SignedReport): string {
  return `${JSON.stringify({ report, signature }, null, 2)}\n`;
}
