import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { consoleRoute } from "../../routes/parents.ts";

export const settingsRoutes = [
  createRoute({
    getParentRoute: () => consoleRoute,
    path: "/settings",
    component: lazyRouteComponent(() => import("./settings-page.tsx"), "SettingsPage"),
  }),
] as const;
