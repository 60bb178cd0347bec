import type { Mount } from "../../platform/http/app.ts";
import { createRouter } from "../../platform/http/router.ts";
import type { Platform } from "../../platform/platform.ts";
import type { Accounts } from "../accounts/index.ts";
import type { Catalogue } from "../catalogue/index.ts";
import type { Orders } from "../orders/index.ts";
import type { Sales } from "../sales/index.ts";
import { addTaskRoutes } from "./routes.ts";

/** The door of the module. */
export interface Console {
  readonly mounts: readonly Mount[];
}

/** Wires the module. It records no events, and nothing runs in the background. */
export function createConsole(
  platform: Platform,
  accounts: Accounts,
  catalogue: Catalogue,
  sales: Sales,
  orders: Orders,
): Console {
  const router = createRouter();
  addTaskRoutes(router, { platform, catalogue, sales, orders }, accounts);
  return { mounts: [{ path: "/api/v1", router, chain: "standard" }] };
}
