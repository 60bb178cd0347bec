import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  lazyRouteComponent,
} from "@tanstack/react-router";
import { NotFoundPage } from "../features/shell/not-found-page.tsx";
import { RouteError } from "../features/shell/route-error.tsx";

export interface RouterContext {
  readonly queryClient: QueryClient;
}

/** Routes below which features hang their pages. */
export const rootRoute = createRootRouteWithContext<RouterContext>()({
  notFoundComponent: NotFoundPage,
  errorComponent: RouteError,
});

/** Everything for operators; asks who is there. */
export const consoleRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/console",
  component: lazyRouteComponent(
    () => import("../features/shell/console-shell.tsx"),
    "ConsoleShell",
  ),
});

/** One sale in the console, with its tabs. */
export const saleRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: "/sales/$saleId",
  component: lazyRouteComponent(() => import("../features/sales/sale-layout.tsx"), "SaleLayout"),
});

/** Everything of a fan's own; asks who is there. */
export const meRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/me",
  component: lazyRouteComponent(() => import("../features/shell/fan-shell.tsx"), "FanShell"),
});
