import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { consoleRoute } from "../../routes/parents.ts";

export const consoleHomeRoutes = [
  createRoute({
    getParentRoute: () => consoleRoute,
    path: "/",
    component: lazyRouteComponent(() => import("./console-home-page.tsx"), "ConsoleHomePage"),
  }),
] as const;
