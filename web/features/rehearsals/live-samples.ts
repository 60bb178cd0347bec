/** What the live stream of a sale tells of its claims at one moment. */
export interface LiveFrame {
  /** ISO 8601. */
  readonly at: string;
  readonly saleId: string;
  readonly state: string;
  readonly figures: {
    readonly units: { readonly stock: number; readonly free: number };
    readonly claims: Readonly<
      Record<"waiting" | "held" | "paying" | "paid" | "released" | "expired" | "returned", number>
    >;
    readonly claimsPerSecond: number;
  } | null;
}

export interface LiveSample {
  /** Since the first of this sale. */
  readonly seconds: number;
  readonly held: number;
  readonly paid: number;
  readonly waiting: number;
  readonly givenBack: number;
}

export interface LiveSamples {
  readonly saleId: string;
  readonly firstAtMs: number;
  readonly last: LiveFrame;
  readonly samples: readonly LiveSample[];
}

const SAMPLES_MOST = 400;

/**
 * One more frame. Another sale begins anew; a frame without figures changes none; of a long sale
 * every other sample is forgotten, so that a chart never has more than a few hundred.
 */
export function addFrame(before: LiveSamples | undefined, frame: LiveFrame): LiveSamples {
  const isSame = before?.saleId === frame.saleId;
  const atMs = Date.parse(frame.at);
  const firstAtMs = isSame ? before.firstAtMs : atMs;
  const samples = isSame ? before.samples : [];
  const rest = { saleId: frame.saleId, firstAtMs, last: frame };
  if (frame.figures === null) return { ...rest, samples };
  const { claims } = frame.figures;
  const next: LiveSample = {
    seconds: Math.round((atMs - firstAtMs) / 100) / 10,
    held: claims.held + claims.paying,
    paid: claims.paid,
    waiting: claims.waiting,
    givenBack: claims.released + claims.expired + claims.returned,
  };
  const kept =
    samples.length < SAMPLES_MOST ? samples : samples.filter((_, index) => index % 2 === 0);
  return { ...rest, samples: [...kept, next] };
}
