import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { consoleRoute } from "../../routes/parents.ts";

export const staffRoutes = [
  createRoute({
    getParentRoute: () => consoleRoute,
    path: "/staff",
    component: lazyRouteComponent(() => import("./staff-page.tsx"), "StaffPage"),
  }),
] as const;
