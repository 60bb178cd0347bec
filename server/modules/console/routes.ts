import { createRoute } from "@hono/zod-openapi";
import { problemResponses } from "../../platform/http/problem.ts";
import { jsonAnswer } from "../../platform/http/route-parts.ts";
import type { Router } from "../../platform/http/router.ts";
import { type Accounts, guardFailures } from "../accounts/index.ts";
import { type ConsoleDeps, listTasks, type ListedTask } from "./queries/list-tasks.ts";
import { tasksSchema } from "./schema.ts";

/** `GET /tasks`: what the console's first page asks. */
export function addTaskRoutes(router: Router, deps: ConsoleDeps, accounts: Accounts): void {
  router.openapi(
    createRoute({
      tags: ["Console"],
      method: "get",
      path: "/tasks",
      summary: "What waits for a decision of whoever asks, the most urgent first",
      middleware: accounts.requireOperator(),
      responses: {
        200: jsonAnswer("The tasks", tasksSchema),
        ...problemResponses(...guardFailures),
      },
    }),
    async (c) => {
      const tasks = await listTasks(deps, c.var.operator);
      return c.json({ items: tasks.map(presentTask) }, 200);
    },
  );
}

function presentTask({ kind, level, since, dueAt, count, sale }: ListedTask) {
  return {
    kind,
    level,
    since: iso(since),
    dueAt: iso(dueAt),
    count,
    sale: sale && { id: sale.id, kind: sale.kind, state: sale.state, names: { ...sale.names } },
  };
}

function iso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
