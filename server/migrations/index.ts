import type { Migrations } from "../platform/database/migrate.ts";
import { migration as platform } from "./0001-platform.ts";
import { migration as accounts } from "./0002-accounts.ts";
import { migration as catalogue } from "./0003-catalogue.ts";
import { migration as sales } from "./0004-sales.ts";

/** Every migration, in the order in which they run. A name never changes once it has shipped. */
export const migrations: Migrations = {
  "0001-platform": platform,
  "0002-accounts": accounts,
  "0003-catalogue": catalogue,
  "0004-sales": sales,
};
