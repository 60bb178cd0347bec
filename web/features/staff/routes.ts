import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { consoleRoute } from "../../routes/parents.ts";
import { readAuditFilter } from "./audit-filter.ts";

const staffRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: "/staff",
  component: lazyRouteComponent(() => import("./staff-layout.tsx"), "StaffLayout"),
});

export const staffRoutes = [
  staffRoute.addChildren([
    createRoute({
      getParentRoute: () => staffRoute,
      path: "/",
      component: lazyRouteComponent(() => import("./staff-page.tsx"), "StaffPage"),
    }),
    createRoute({
      getParentRoute: () => staffRoute,
      path: "/api-keys",
      component: lazyRouteComponent(() => import("./api-keys-page.tsx"), "ApiKeysPage"),
    }),
    createRoute({
      getParentRoute: () => staffRoute,
      path: "/audit-log",
      validateSearch: readAuditFilter,
      component: lazyRouteComponent(() => import("./audit-log-page.tsx"), "AuditLogPage"),
    }),
  ]),
] as const;
