import type { CrowdRequests } from "./crowd-requests.ts";
import type { CrowdSale } from "./crowd-sale.ts";
import { latencyOf } from "./latency.ts";
import type { Latency } from "./messages.ts";
import { Wire } from "./wire.ts";

export interface LineOptions {
  readonly port: number;
  readonly saleId: string;
  readonly from: number;
  readonly to: number;
  readonly connections: number;
  readonly onProgress: (done: number) => void;
}

export interface Rate {
  readonly perSecond: number;
  readonly latencyMs: Latency;
}

/** Fans register, each with an own session. @throws Error when the server refuses one */
export function registerFans(
  options: LineOptions,
  requests: CrowdRequests,
  sale: CrowdSale,
): Promise<Rate> {
  return drive(
    options,
    (fan) => requests.register(options.saleId, fan),
    (fan, body) => {
      const { number } = JSON.parse(body.toString("utf8")) as { number: number };
      sale.registered(number, fan);
    },
  );
}

/** Fans take place and pass. @throws Error when the server refuses one */
export function takePlaces(
  options: LineOptions,
  requests: CrowdRequests,
  sale: CrowdSale,
): Promise<Rate> {
  return drive(
    options,
    (fan) => requests.place(options.saleId, fan),
    (fan, body) => {
      const { place, pass } = JSON.parse(body.toString("utf8")) as { place: number; pass: string };
      sale.gave(place, fan, pass, options.to);
    },
  );
}

async function drive(
  options: LineOptions,
  bytesOf: (fan: number) => string,
  onBody: (fan: number, body: Buffer) => void,
): Promise<Rate> {
  let next = options.from;
  let done = 0;
  let refusal: string | undefined;
  const wire = new Wire<number>(options.port, {
    next: () => (next <= options.to && refusal === undefined ? next++ : undefined),
    bytesOf,
    onAnswer: (fan, answer) => {
      if (answer === undefined || answer.status === 503) return { retryAfterMs: 100 };
      if (answer.status === 200 || answer.status === 201) onBody(fan, answer.body);
      else refusal ??= `fan ${fan}: ${answer.status} ${answer.body.toString("utf8")}`;
      done += 1;
      return "done";
    },
  });
  await wire.open(options.connections);
  const progress = setInterval(() => options.onProgress(done), 200);
  const startedAt = performance.now();
  await wire.drain();
  const seconds = (performance.now() - startedAt) / 1000;
  clearInterval(progress);
  wire.close();
  if (refusal !== undefined) throw new Error(refusal);
  return { perSecond: Math.round(done / seconds), latencyMs: latencyOf(wire.latencies) };
}
