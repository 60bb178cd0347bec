import type { CrowdRequests } from "./crowd-requests.ts";
import type { CrowdSale } from "./crowd-sale.ts";
import type { Rate } from "./crowd-registering.ts";
import { latencyOf } from "./latency.ts";
import type { BurstTarget } from "./messages.ts";
import { Wire } from "./wire.ts";

export interface BurstOptions {
  readonly port: number;
  readonly saleId: string;
  readonly variantId: string;
  readonly target: BurstTarget;
  readonly firstPlace: number;
  readonly requests: number;
  readonly connections: number;
}

const ROUTES: Record<BurstTarget, string> = {
  claims: "claims",
  "baseline-claims": "baseline-claims",
  now: "now",
  "baseline-now": "baseline-now",
};

/**
 * So many requests of one kind, as fast as the connections allow: the halves of a pair differ in
 * the path alone. @throws Error when one is refused
 */
export async function burst(
  options: BurstOptions,
  requests: CrowdRequests,
  sale: CrowdSale,
): Promise<Rate> {
  const { saleId, variantId, target } = options;
  const body = `{"lines":[{"variantId":"${variantId}","quantity":1}]}`;
  const route = ROUTES[target];
  const isNow = target === "now" || target === "baseline-now";
  const last = options.firstPlace + options.requests - 1;
  let next = options.firstPlace;
  let refusal: string | undefined;
  const wire = new Wire<number>(options.port, {
    next: () => (next <= last ? next++ : undefined),
    bytesOf: (place) =>
      isNow ? requests.now(saleId, route) : requests.claim(saleId, sale.passAt(place), body, route),
    onAnswer: (_, answer) => {
      const isGood = answer !== undefined && answer.status >= 200 && answer.status < 300;
      if (!isGood) refusal ??= `${target}: ${answer?.status} ${answer?.body.toString("utf8")}`;
      return "done";
    },
  });
  await wire.open(options.connections);
  const startedAt = performance.now();
  await wire.drain();
  const seconds = (performance.now() - startedAt) / 1000;
  wire.close();
  if (refusal !== undefined) throw new Error(refusal);
  return {
    perSecond: Math.round(options.requests / seconds),
    latencyMs: latencyOf(wire.latencies),
  };
}
