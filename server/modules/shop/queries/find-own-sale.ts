import { ok, type Result } from "../../../platform/failure.ts";
import type { NowDocument, Sales, Standing } from "../../sales/index.ts";
import { type Stage, stageOf } from "../rules/stages.ts";
import type { ShownSale } from "./find-shown-sale.ts";

/** A sale as one fan sees it. */
export interface OwnSale {
  readonly sale: ShownSale;
  /** Undefined where the lane cannot be asked here. */
  readonly now: NowDocument | undefined;
  readonly standing: Standing;
  readonly stage: Stage;
  /** The lane knows first; the sale's row follows. */
  readonly state: ShownSale["state"];
  readonly nowMs: number;
  /** The code of what keeps the lane from answering. */
  readonly problem: string | undefined;
}

/** @returns `sale_not_found` */
export async function findOwnSale(
  sales: Pick<Sales, "forPages">,
  sale: ShownSale,
  fanId: string,
  nowMs: number,
): Promise<Result<OwnSale>> {
  const [found, standing] = await Promise.all([
    sales.forPages.findNow(sale.id),
    sales.forPages.findStanding(sale.id, fanId),
  ]);
  if (!standing.ok) return standing;
  const now = found.ok ? found.value : undefined;
  // `now` names the same states, as its module writes them.
  const state = (now?.state as ShownSale["state"] | undefined) ?? sale.state;
  const { number, place, isGivenUp, bar, claim, laneFailure } = standing.value;
  const stage = stageOf({
    sale: {
      kind: sale.kind,
      state,
      registrationOpensAt: sale.registrationOpensAt?.getTime() ?? null,
      isFinal: now?.soldOut === true && now.final,
    },
    nowMs,
    isRefused: standing.value.refusedFor !== undefined,
    fan:
      number === undefined && claim === undefined
        ? undefined
        : {
            place: place?.place,
            admittedThrough: now?.line?.admittedThrough ?? 0,
            isBarred: bar !== undefined,
            isGivenUp,
            claim: claim?.state,
          },
  });
  const failure = found.ok ? laneFailure : found.failure;
  return ok({
    sale,
    now,
    standing: standing.value,
    stage,
    state,
    nowMs,
    problem: failure?.kind.code,
  });
}
