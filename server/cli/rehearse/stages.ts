import type { RehearsalOptions } from "./options.ts";

/** What a rehearsal does, one after the other, as the command line calls it. */
export const stageTitles = {
  scratch: "making a scratch database",
  server: "starting the server",
  preload: "loading registrations in bulk",
  register: "fans register over HTTP",
  draw: "closing registration, root, draw",
  places: "fans take place and pass over HTTP",
  sale: "the sale",
  "sale-with-polls": "the sale, the rest polling",
  "sale-with-payments": "the sale and its payments",
  restart: "killing and restarting the server with all claims made",
  check: "checking what fans were told against database and log",
  "check-payments": "checking what fans were told against log, orders and money",
  report: "making the report",
  baseline: "comparing with the baseline",
} as const;

export type Stage = keyof typeof stageTitles;

/** The stages in their order; some come twice. */
export function planOf(
  options: Pick<RehearsalOptions, "fans" | "preload" | "pays" | "polls" | "baseline">,
): readonly Stage[] {
  const prepare = (isLoaded: boolean): Stage[] => [
    ...(isLoaded && options.fans > 1 ? (["preload"] as const) : []),
    "register",
    "draw",
    "places",
  ];
  const first: Stage[] = ["scratch", "server", ...prepare(options.preload)];
  if (options.pays) return [...first, "sale-with-payments", "check-payments", "report"];
  return [
    ...first,
    ...(["sale", "restart", "check", "report"] as const),
    ...(options.polls ? [...prepare(true), "sale-with-polls" as const, "check" as const] : []),
    ...(options.baseline ? (["baseline"] as const) : []),
  ];
}
