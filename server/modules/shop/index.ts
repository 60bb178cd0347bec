import type { Mount } from "../../platform/http/app.ts";
import { addCrowdRoutes } from "../../platform/http/crowd-chain.ts";
import { createRouter } from "../../platform/http/router.ts";
import type { Platform } from "../../platform/platform.ts";
import type { Accounts } from "../accounts/index.ts";
import type { Catalogue } from "../catalogue/index.ts";
import type { Orders } from "../orders/index.ts";
import type { Sales } from "../sales/index.ts";
import { claimFormRoute } from "./routes/claim-route.ts";
import { addCodeRoutes } from "./routes/code-routes.ts";
import { addDepositRoutes } from "./routes/deposit-routes.ts";
import { addDetailsRoutes } from "./routes/details-routes.ts";
import { addLinkRoutes } from "./routes/link-routes.ts";
import { addMyOrderRoutes } from "./routes/my-order-routes.ts";
import { addOrderRoutes } from "./routes/order-routes.ts";
import { addPreviewRoute } from "./routes/preview-route.ts";
import { addProductPage } from "./routes/product-page.ts";
import { addPublicPages } from "./routes/public-pages.ts";
import { addReportPage } from "./routes/report-page.ts";
import { createShopContext } from "./routes/shop-context.ts";
import { addWaitingRoutes } from "./routes/waiting-routes.ts";

/** The door of the module. */
export interface Shop {
  readonly mounts: readonly Mount[];
}

/** The pages for fans. They keep nothing: what they show is asked for through other doors. */
export function createShop(
  platform: Platform,
  accounts: Accounts,
  catalogue: Catalogue,
  sales: Sales,
  orders: Orders,
): Shop {
  const context = createShopContext({ platform, accounts, catalogue, sales, orders });
  const crowd = createRouter();
  const crowdRoutes = [claimFormRoute(context)];
  addCrowdRoutes(crowd, crowdRoutes);
  const calm = createRouter();
  addPublicPages(calm, context);
  addPreviewRoute(calm, context);
  addProductPage(calm, context);
  addWaitingRoutes(calm, context);
  addCodeRoutes(calm, context);
  addLinkRoutes(calm, context);
  addDepositRoutes(calm, context);
  addDetailsRoutes(calm, context);
  addOrderRoutes(calm, context);
  addReportPage(calm, context);
  const own = createRouter();
  addMyOrderRoutes(own, context);
  return {
    mounts: [
      { path: "/api/v1/me", router: own, chain: "standard" },
      { path: "/sales", router: crowd, chain: "crowd", crowdRoutes },
      { path: "/", router: calm, chain: "standard" },
    ],
  };
}
