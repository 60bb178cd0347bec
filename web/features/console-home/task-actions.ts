import { send, type Schemas } from "../../api/client.ts";

export type TaskKind = Schemas["Task"]["kind"];

type Step = (saleId: string) => Promise<{ readonly error?: unknown }>;

const of = (saleId: string) => ({ params: { path: { saleId } } });
const open: Step = (saleId) => send.PUT("/api/v1/sales/{saleId}/opening", of(saleId));
const draw: Step = (saleId) => send.PUT("/api/v1/sales/{saleId}/draw", of(saleId));
const resume: Step = (saleId) => send.DELETE("/api/v1/sales/{saleId}/pause", of(saleId));

/** What is done in place; all else leads to where it is done. */
export const steps = {
  admission_paused: resume,
  beacon_overdue: draw,
  draw_by_hand: draw,
  opening_overdue: open,
  opening_by_hand: open,
} as const satisfies Partial<Record<TaskKind, Step>>;

export type StepKind = keyof typeof steps;

export function isStep(kind: TaskKind): kind is StepKind {
  return Object.hasOwn(steps, kind);
}

/** Does it. @throws the problem document where it is refused */
export async function takeStep(kind: StepKind, saleId: string): Promise<void> {
  const { error } = await steps[kind](saleId);
  if (error !== undefined) throw error;
}

/** Where a task is done that is not done in place. */
export function placeOf(kind: Exclude<TaskKind, StepKind>, saleId: string | undefined): string {
  const sale = `/console/sales/${saleId ?? ""}`;
  switch (kind) {
    case "sale_running":
    case "sale_halted":
      return `${sale}/control-room`;
    case "draft_due":
      return sale;
    case "appeals_open":
      return `${sale}/registrations`;
    case "payments_stuck":
    case "refunds_stuck":
    case "refunds_failed":
    case "deposits_stuck":
      return `${sale}/orders`;
    case "terms_missing":
      return "/terms";
    case "first_product":
      return "/console/products/new";
    case "first_sale":
      return "/console/sales/new";
  }
}
