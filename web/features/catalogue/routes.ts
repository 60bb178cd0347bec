import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { consoleRoute } from "../../routes/parents.ts";

export const catalogueRoutes = [
  createRoute({
    getParentRoute: () => consoleRoute,
    path: "/products",
    component: lazyRouteComponent(() => import("./products-page.tsx"), "ProductsPage"),
  }),
] as const;
