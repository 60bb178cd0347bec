import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { consoleRoute, saleRoute } from "../../routes/parents.ts";
import { isMonth, type Month } from "./calendar-month.ts";
import { saleStates, type SaleState } from "./sale-steps.ts";

export const salesRoutes = [
  createRoute({
    getParentRoute: () => consoleRoute,
    path: "/sales",
    validateSearch: (search: Record<string, unknown>): { readonly state?: SaleState } => {
      const state = saleStates.find((each) => each === search["state"]);
      return state === undefined ? {} : { state };
    },
    component: lazyRouteComponent(() => import("./sales-page.tsx"), "SalesPage"),
  }),
  createRoute({
    getParentRoute: () => consoleRoute,
    path: "/sales/new",
    // The sale that the new one is to be a copy of.
    validateSearch: ({ from }: Record<string, unknown>): { readonly from?: string } =>
      typeof from === "string" ? { from } : {},
    component: lazyRouteComponent(() => import("./sale-new-page.tsx"), "SaleNewPage"),
  }),
  createRoute({
    getParentRoute: () => consoleRoute,
    path: "/sales/$saleId/edit",
    component: lazyRouteComponent(() => import("./sale-edit-page.tsx"), "SaleEditPage"),
  }),
  createRoute({
    getParentRoute: () => consoleRoute,
    path: "/calendar",
    validateSearch: ({ month }: Record<string, unknown>): { readonly month?: Month } =>
      isMonth(month) ? { month } : {},
    component: lazyRouteComponent(() => import("./calendar-page.tsx"), "CalendarPage"),
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
