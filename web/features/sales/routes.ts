import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { consoleRoute, saleRoute } from "../../routes/parents.ts";

export const salesRoutes = [
  createRoute({
    getParentRoute: () => consoleRoute,
    path: "/sales",
    component: lazyRouteComponent(() => import("./sales-page.tsx"), "SalesPage"),
  }),
] as const;

/** Tabs of one sale that this feature has itself. */
export const saleTabRoutes = [
  createRoute({
    getParentRoute: () => saleRoute,
    path: "/",
    component: lazyRouteComponent(() => import("./sale-overview-page.tsx"), "SaleOverviewPage"),
  }),
] as const;
