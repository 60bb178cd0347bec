import type { Mount } from "../../platform/http/app.ts";
import type { Platform } from "../../platform/platform.ts";
import type { Accounts } from "../accounts/index.ts";
import { BrandFollower } from "./follow-brand.ts";
import { createLogoFiles, createLogoRouter } from "./routes/logo-routes.ts";
import { createSettingsRouter } from "./routes/settings-routes.ts";
import { LOGO_BYTES_MAX } from "./rules/logo.ts";
import { LOGO_PATH } from "./store.ts";

/** The door of the module. What is set reaches pages and mails through the platform's `brand`. */
export interface Settings {
  readonly mounts: readonly Mount[];
  /** Before any request: learns the brand, and follows what other servers change. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export function createSettings(platform: Platform, accounts: Accounts): Settings {
  const deps = { platform, accounts };
  const follower = new BrandFollower(platform);
  return {
    mounts: [
      {
        path: "/api/v1/settings",
        router: createSettingsRouter(deps, accounts),
        chain: "standard",
      },
      {
        path: "/api/v1/settings/logo",
        router: createLogoRouter(deps, accounts),
        chain: "standard",
        largeBodies: [
          { method: "PUT", path: /^\/api\/v1\/settings\/logo$/, limitBytes: LOGO_BYTES_MAX },
        ],
      },
      { path: LOGO_PATH, router: createLogoFiles(deps), chain: "standard" },
    ],
    start: () => follower.start(),
    stop: () => follower.stop(),
  };
}
