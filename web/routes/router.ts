import type { QueryClient } from "@tanstack/react-query";
import { createRouter } from "@tanstack/react-router";
import { catalogueRoutes } from "../features/catalogue/routes.ts";
import { consoleHomeRoutes } from "../features/console-home/routes.ts";
import { controlRoomRoutes } from "../features/control-room/routes.ts";
import { meRoutes } from "../features/me/routes.ts";
import { ordersRoutes } from "../features/orders/routes.ts";
import { outboxRoutes } from "../features/outbox/routes.ts";
import { registrationsRoutes } from "../features/registrations/routes.ts";
import { rehearsalsRoutes } from "../features/rehearsals/routes.ts";
import { reportsRoutes } from "../features/reports/routes.ts";
import { saleTabRoutes, salesRoutes } from "../features/sales/routes.ts";
import { settingsRoutes } from "../features/settings/routes.ts";
import { staffRoutes } from "../features/staff/routes.ts";
import { consoleRoute, meRoute, rootRoute, saleRoute } from "./parents.ts";

const routeTree = rootRoute.addChildren([
  consoleRoute.addChildren([
    ...consoleHomeRoutes,
    ...catalogueRoutes,
    ...salesRoutes,
    saleRoute.addChildren([
      ...saleTabRoutes,
      ...controlRoomRoutes,
      ...registrationsRoutes,
      ...ordersRoutes,
      ...reportsRoutes,
    ]),
    ...rehearsalsRoutes,
    ...staffRoutes,
    ...outboxRoutes,
    ...settingsRoutes,
  ]),
  meRoute.addChildren([...meRoutes]),
]);

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: "intent",
    scrollRestoration: true,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
