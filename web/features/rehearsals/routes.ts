import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { consoleRoute } from "../../routes/parents.ts";

export const rehearsalsRoutes = [
  createRoute({
    getParentRoute: () => consoleRoute,
    path: "/rehearsals",
    component: lazyRouteComponent(() => import("./rehearsals-page.tsx"), "RehearsalsPage"),
  }),
] as const;
