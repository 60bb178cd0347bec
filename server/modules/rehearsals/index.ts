import type { Mount } from "../../platform/http/app.ts";
import { createRouter } from "../../platform/http/router.ts";
import type { Platform } from "../../platform/platform.ts";
import type { Accounts } from "../accounts/index.ts";
import type { Sales } from "../sales/index.ts";
import { addRehearsalRoutes } from "./routes.ts";
import { RunDesk } from "./run/run-desk.ts";

export type { RehearsalLine } from "./run/child-lines.ts";

/** The door of the module. */
export interface Rehearsals {
  readonly mounts: readonly Mount[];
  /** Settles what an earlier server left when it was killed. */
  start(): Promise<void>;
  /** Ends the rehearsal under way. */
  stop(): Promise<void>;
}

/** What the module is told of the program around it. */
export interface Program {
  /** What starts this program's command line, before its arguments. */
  readonly command: readonly string[];
  readonly version: string;
}

export function createRehearsals(
  platform: Platform,
  accounts: Accounts,
  sales: Pick<Sales, "findSaleUnderWay">,
  { command, version }: Program,
): Rehearsals {
  const desk = new RunDesk(platform, command);
  const router = createRouter();
  addRehearsalRoutes(router, { platform, accounts, sales, desk, version });
  return {
    mounts: [{ path: "/api/v1/rehearsals", router, chain: "standard" }],
    start: () => desk.tidy(),
    stop: () => desk.stop(),
  };
}
