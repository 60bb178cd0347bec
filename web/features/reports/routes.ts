import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { saleRoute } from "../../routes/parents.ts";

export const reportsRoutes = [
  createRoute({
    getParentRoute: () => saleRoute,
    path: "/report",
    component: lazyRouteComponent(() => import("./report-page.tsx"), "ReportPage"),
  }),
] as const;
