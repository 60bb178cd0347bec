import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { saleRoute } from "../../routes/parents.ts";

export const ordersRoutes = [
  createRoute({
    getParentRoute: () => saleRoute,
    path: "/orders",
    component: lazyRouteComponent(() => import("./sale-orders-page.tsx"), "SaleOrdersPage"),
  }),
] as const;
