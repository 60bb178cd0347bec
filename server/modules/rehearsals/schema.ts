import { z } from "@hono/zod-openapi";
import { pageLimit } from "../../platform/http/whole-numbers.ts";
import { isUuid } from "../../platform/ids.ts";
import { endReasons, rehearsalStates } from "./rules/endings.ts";
import { countFaults, curveOf, figuresOf } from "./rules/figures.ts";
import type { RehearsalDeps, RehearsalRow } from "./store.ts";

/** More would not say more about a machine that bears these. */
const FANS_MOST = 2_000_000;
const KILLS_MOST = 20;

const options = {
  fans: z.int().min(1).max(FANS_MOST).openapi({ example: 2000 }),
  units: z.int().min(1).max(FANS_MOST).openapi({ example: 200 }),
  pays: z.boolean().default(false).openapi({
    description: "Whether claims are paid for; else the rest of the fans poll in a second sale.",
  }),
  kills: z.int().min(0).max(KILLS_MOST).default(0).openapi({
    description: "How often its server is killed in the middle of the sale.",
  }),
  preload: z.boolean().default(false).openapi({
    description: "Loads registrations in bulk, but for a sample that is measured over HTTP.",
  }),
};

export const newRehearsalSchema = z
  .strictObject({
    ...options,
    evenSo: z.boolean().default(false).openapi({
      description: "Starts it although a sale is selling, or opens within the hour.",
    }),
  })
  .refine(({ fans, units }) => units <= fans, {
    path: ["units"],
    message: "must not be more than the fans",
  })
  .openapi("NewRehearsal");

export const rehearsalParams = z.object({
  rehearsalId: z
    .string()
    .refine(isUuid, "must be an id: a UUID in lower case")
    .openapi({ param: { name: "rehearsalId", in: "path" }, type: "string", format: "uuid" }),
});

export const rehearsalPageQuery = z.strictObject({
  limit: pageLimit(),
  cursor: z
    .string()
    .refine(isUuid, "must be a cursor from a page before this one")
    .optional()
    .openapi({ type: "string", description: "`nextCursor` of the page before this one." }),
});

const summary = {
  id: z.uuid(),
  state: z.enum(rehearsalStates),
  options: z.object({
    fans: z.int(),
    units: z.int(),
    pays: z.boolean(),
    kills: z.int(),
    preload: z.boolean(),
  }),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  startedBy: z.string(),
  machine: z.string(),
  version: z.string(),
  reason: z.enum(endReasons).nullable().openapi({ description: "Why it has no result." }),
  faults: z.int().nullable().openapi({ description: "What happened that must not; 0 is good." }),
  figures: z
    .record(z.string(), z.number().nullable())
    .nullable()
    .openapi({
      description: "What was measured, by name; null where a figure could not be had.",
      example: { secondsToSellOut: 0.4, "latencyMs.p99": 12.5, oversold: 0 },
    }),
};

const rehearsalSummarySchema = z.object(summary).openapi("RehearsalSummary");

export const rehearsalSchema = z
  .object({
    ...summary,
    progress: z.object({
      plan: z.array(z.string()).openapi({ description: "The stages in their order." }),
      stageNumber: z.int().openapi({ description: "The stage under way, from 1; 0 before." }),
      done: z.int(),
      total: z.int().openapi({ description: "0 where the stage cannot be counted." }),
    }),
    curve: z.array(z.object({ seconds: z.number(), units: z.int() })).openapi({
      description: "Units gone, or paid for, after so many seconds of the sale.",
    }),
    logTail: z.string().nullable(),
  })
  .openapi("Rehearsal");

export const rehearsalPageSchema = z
  .object({ items: z.array(rehearsalSummarySchema), nextCursor: z.string().nullable() })
  .openapi("RehearsalPage");

export function presentSummary(row: RehearsalRow): z.output<typeof rehearsalSummarySchema> {
  const { id, state, fans, units, pays, kills, preload, version, reason } = row;
  const figures = row.result === null ? null : figuresOf(row.result);
  return {
    id,
    state,
    options: { fans, units, pays, kills, preload },
    startedAt: row.started_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    startedBy: row.started_by,
    machine: row.machine,
    version,
    reason,
    faults: figures === null ? null : countFaults(figures),
    figures,
  };
}

/** With the newest of how far it is, where it runs here. */
export function presentRehearsal(
  { desk }: Pick<RehearsalDeps, "desk">,
  row: RehearsalRow,
): z.output<typeof rehearsalSchema> {
  const running = row.state === "running" ? desk.find(row.id)?.progress : undefined;
  return {
    ...presentSummary(row),
    progress: {
      plan: [...(running?.plan ?? row.plan)],
      stageNumber: running?.stageNumber ?? row.stage_number,
      done: running?.done ?? row.stage_done,
      total: running?.total ?? row.stage_total,
    },
    curve: row.result === null ? [] : curveOf(row.result),
    logTail: row.log_tail,
  };
}
