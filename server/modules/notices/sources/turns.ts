import type { OfferedSale } from "../../sales/index.ts";
import { nearThrough } from "../rules/turns.ts";
import { noticesIn, noticesOf, type Walk } from "../store.ts";
import {
  type Gathered,
  NOTHING,
  nothingLeftOut,
  type NoticesContext,
  type Source,
} from "./source.ts";
import { tellEach, viewOf } from "./walks.ts";

/** Places whose turn is near. Only the server that runs a sale's lane knows how its line moves. */
export function createTurnSource(context: NoticesContext): Source {
  return {
    name: "turn_near",
    async gather(limit, now) {
      const walks = await noticesOf(context.platform.database)
        .selectFrom("walks")
        .selectAll()
        .where("kind", "=", "turn_near")
        .where("state", "=", "running")
        .execute();
      for (const walk of walks) {
        const gathered = await gatherTurns(context, walk, limit, now);
        if (gathered !== undefined) return gathered;
      }
      return NOTHING;
    },
  };
}

async function gatherTurns(
  context: NoticesContext,
  walk: Walk,
  limit: number,
  now: Date,
): Promise<Gathered | undefined> {
  const { sales, platform } = context;
  const sale = await sales.findSale(walk.sale_id);
  if (sale === undefined) return undefined;
  if (sale.state === "ended" || sale.state === "cancelled") return moveTo(walk, walk.after, "done");
  const found = await sales.forPages.findNow(sale.id);
  const line = found.ok ? found.value.line : null;
  if (!found.ok || line === null) return undefined;
  const through = nearThrough(
    {
      state: sale.state,
      opensAt: sale.opensAt?.getTime() ?? null,
      ...line,
      freeUnits: found.value.units.free,
      claimLimit: claimLimitOf(sale),
      admissionMargin: sale.admissionMargin,
    },
    platform.config.mailsPerMinute,
    now.getTime(),
  );
  if (through <= walk.after) return undefined;
  const entrants = await sales.listEntrantsByPlace(sale.id, { after: walk.after, through, limit });
  const last = Math.min(through, walk.after + limit);
  const moved = moveTo(walk, last, "running");
  return { ...moved, ...tellEach(walk, sale, await viewOf(context, sale), entrants), dueAt: now };
}

function claimLimitOf({ variants }: OfferedSale): number {
  return Math.max(1, ...variants.map((variant) => variant.claimLimit));
}

function moveTo(walk: Walk, after: number, state: Walk["state"]): Gathered {
  return {
    ...NOTHING,
    handled: Math.max(1, after - walk.after),
    async settle(tx) {
      await noticesIn(tx)
        .updateTable("walks")
        .set({ after, state })
        .where("sale_id", "=", walk.sale_id)
        .where("kind", "=", walk.kind)
        .where("occasion", "=", walk.occasion)
        .execute();
      return nothingLeftOut;
    },
  };
}
