import { describe, expect, test } from "bun:test";
import { firstSteps, sortTasks, taskOfMoney, tasksOfSale, type WatchedSale } from "./tasks.ts";

const NOW = 1_700_000_000_000;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const SALE: WatchedSale = {
  id: "a-sale",
  kind: "draw",
  state: "registering",
  isHalted: false,
  registrationOpensAt: null,
  registrationClosesAt: NOW + DAY,
  beaconAt: null,
  opensAt: NOW + 2 * DAY,
  changedAt: NOW - DAY,
  openAppeals: 0,
  oldestAppealAt: null,
};

const rows: readonly [title: string, sale: Partial<WatchedSale>, tasks: readonly string[]][] = [
  ["a sale whose dates take care of it asks for nothing", {}, []],
  [
    "a draft without dates can wait",
    { state: "draft", registrationClosesAt: null, opensAt: null },
    [],
  ],
  [
    "a draft whose first date is far can wait",
    { state: "draft", registrationClosesAt: NOW + 8 * DAY, opensAt: null },
    [],
  ],
  ["a draft whose first date is near is due", { state: "draft" }, ["draft_due due"]],
  [
    "a draft whose first date has passed is urgent",
    { state: "draft", registrationOpensAt: NOW - 1 },
    ["draft_due urgent"],
  ],
  [
    "a registration without an end waits for whoever draws",
    { registrationClosesAt: null },
    ["draw_by_hand due"],
  ],
  [
    "a closed list waits for its beacon without a word",
    { state: "closed", beaconAt: NOW - MINUTE },
    [],
  ],
  [
    "a beacon that is late is urgent",
    { state: "closed", beaconAt: NOW - 3 * MINUTE },
    ["beacon_overdue urgent"],
  ],
  [
    "a draw without a beacon that does not come is urgent too",
    { state: "closed", changedAt: NOW - 3 * MINUTE },
    ["beacon_overdue urgent"],
  ],
  ["a drawn sale opens by its date", { state: "drawn" }, []],
  [
    "a drawn sale without an opening waits for a hand",
    { state: "drawn", opensAt: null },
    ["opening_by_hand due"],
  ],
  [
    "an opening that did not come is urgent",
    { state: "drawn", opensAt: NOW - 3 * MINUTE },
    ["opening_overdue urgent"],
  ],
  [
    "an open sale waits for its opening while fans register",
    { kind: "open", opensAt: null, registrationClosesAt: null },
    ["opening_by_hand due"],
  ],
  ["a sale that sells is live", { state: "selling" }, ["sale_running live"]],
  [
    "a paused sale is live, and somebody should resume it",
    { state: "paused" },
    ["sale_running live", "admission_paused urgent"],
  ],
  [
    "a halted sale asks for nothing else",
    { state: "selling", isHalted: true },
    ["sale_halted urgent"],
  ],
  [
    "open appeals wait, whatever the sale does",
    { state: "selling", openAppeals: 2, oldestAppealAt: NOW - MINUTE },
    ["appeals_open due", "sale_running live"],
  ],
];

for (const [title, sale, wanted] of rows) {
  test(title, () => {
    const tasks = tasksOfSale({ ...SALE, ...sale }, NOW);
    expect(tasks.map(({ kind, level }) => `${kind} ${level}`)).toEqual([...wanted]);
  });
}

test("appeals count, and wait since the oldest was made", () => {
  const [task] = tasksOfSale({ ...SALE, openAppeals: 3, oldestAppealAt: NOW - 7 }, NOW);
  expect(task).toMatchObject({ count: 3, since: NOW - 7, saleId: "a-sale" });
});

describe("the first steps", () => {
  const kinds = (known: Parameters<typeof firstSteps>[0]) => firstSteps(known).map((s) => s.kind);

  test("come one after the other: a product, then a sale, then none", () => {
    const known = { hasTerms: true };
    expect(kinds({ ...known, hasProducts: false, hasSales: false })).toEqual(["first_product"]);
    expect(kinds({ ...known, hasProducts: true, hasSales: false })).toEqual(["first_sale"]);
    expect(kinds({ ...known, hasProducts: true, hasSales: true })).toEqual([]);
  });

  test("name terms that are not there before all else", () => {
    const known = { hasTerms: false, hasProducts: true, hasSales: true };
    expect(kinds(known)).toEqual(["terms_missing"]);
  });
});

test("what is live comes first, then what is urgent, the longest wait before the others", () => {
  const money = (since: number) =>
    taskOfMoney({ kind: "refunds_failed", saleId: "a", count: 1, since });
  const due = tasksOfSale({ ...SALE, openAppeals: 1, oldestAppealAt: 0 }, NOW);
  const live = tasksOfSale({ ...SALE, state: "selling" }, NOW);
  const sorted = sortTasks([...due, money(9), money(5), ...live]);
  expect(sorted.map(({ kind, since }) => `${kind} ${since}`)).toEqual([
    `sale_running ${SALE.changedAt}`,
    "refunds_failed 5",
    "refunds_failed 9",
    "appeals_open 0",
  ]);
});
