import type { Platform } from "../../../platform/platform.ts";
import { type Operator, may } from "../../accounts/index.ts";
import type { Catalogue } from "../../catalogue/index.ts";
import type { Orders } from "../../orders/index.ts";
import type { Sales, WatchedSaleRow } from "../../sales/index.ts";
import {
  firstSteps,
  permissionOfTask,
  sortTasks,
  type Task,
  taskOfMoney,
  tasksOfSale,
} from "../rules/tasks.ts";

export interface ConsoleDeps {
  readonly platform: Platform;
  readonly catalogue: Pick<Catalogue, "listProducts">;
  readonly sales: Pick<Sales, "listWatchedSales" | "findSaleNames" | "hasSales">;
  readonly orders: Pick<Orders, "listStuckMoney">;
}

/** A task with what names its sale. */
export interface ListedTask extends Task {
  readonly sale: Pick<WatchedSaleRow, "id" | "kind" | "state" | "names"> | null;
}

/** Money that moves at all has moved by then. */
const STUCK_AFTER_MS = 10 * 60_000;
const TASKS_MOST = 100;

/** What waits for a decision of this operator, the most urgent first. */
export async function listTasks(deps: ConsoleDeps, operator: Operator): Promise<ListedTask[]> {
  const { clock } = deps.platform;
  const nowMs = clock.wallMs();
  const [watched, stuck, products, hasSales] = await Promise.all([
    deps.sales.listWatchedSales(),
    deps.orders.listStuckMoney(new Date(nowMs - STUCK_AFTER_MS)),
    deps.catalogue.listProducts({ state: "active", limit: 1 }),
    deps.sales.hasSales(),
  ]);
  const all = [
    ...watched.flatMap((sale) => tasksOfSale(watchedSale(sale), nowMs)),
    ...stuck.map((row) => taskOfMoney({ ...row, since: row.since.getTime() })),
    ...firstSteps({
      hasProducts: products.items.length > 0,
      hasSales,
      hasTerms: hasTerms(deps.platform),
    }),
  ];
  const isTold = ({ kind }: Task) => {
    const permission = permissionOfTask[kind];
    return permission === null || may(operator.role, permission);
  };
  const tasks = sortTasks(all.filter(isTold)).slice(0, TASKS_MOST);
  const known = new Map(watched.map((sale) => [sale.id, sale]));
  const unknown = tasks.flatMap(({ saleId }) =>
    saleId === null || known.has(saleId) ? [] : [saleId],
  );
  const others = new Map(
    (await deps.sales.findSaleNames([...new Set(unknown)])).map((sale) => [sale.id, sale]),
  );
  return tasks.map((task) => {
    const { saleId } = task;
    const sale = saleId === null ? undefined : (known.get(saleId) ?? others.get(saleId));
    return { ...task, sale: sale ?? null };
  });
}

/** Only an installation for real fans has to have terms of its own; elsewhere samples serve. */
function hasTerms({ config, legalTexts }: Platform): boolean {
  return config.environment !== "production" || legalTexts.termsVersion !== "none";
}

function watchedSale(row: WatchedSaleRow) {
  const ms = (date: Date | null) => date?.getTime() ?? null;
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    isHalted: row.haltedReason !== null,
    registrationOpensAt: ms(row.registrationOpensAt),
    registrationClosesAt: ms(row.registrationClosesAt),
    beaconAt: ms(row.beaconAt),
    opensAt: ms(row.opensAt),
    changedAt: row.changedAt.getTime(),
    openAppeals: row.openAppeals,
    oldestAppealAt: ms(row.oldestAppealAt),
  };
}
