import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { consoleRoute } from "../../routes/parents.ts";

export const catalogueRoutes = [
  createRoute({
    getParentRoute: () => consoleRoute,
    path: "/products",
    component: lazyRouteComponent(() => import("./products-page.tsx"), "ProductsPage"),
  }),
  createRoute({
    getParentRoute: () => consoleRoute,
    path: "/products/new",
    component: lazyRouteComponent(() => import("./new-product-page.tsx"), "NewProductPage"),
  }),
  createRoute({
    getParentRoute: () => consoleRoute,
    path: "/products/$productId",
    component: lazyRouteComponent(() => import("./product-page.tsx"), "ProductPage"),
  }),
] as const;
