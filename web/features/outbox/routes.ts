import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { consoleRoute } from "../../routes/parents.ts";

export const outboxRoutes = [
  createRoute({
    getParentRoute: () => consoleRoute,
    path: "/mails",
    component: lazyRouteComponent(() => import("./outbox-page.tsx"), "OutboxPage"),
  }),
] as const;
