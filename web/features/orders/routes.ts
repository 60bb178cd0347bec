import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { saleRoute } from "../../routes/parents.ts";

export const ordersRoutes = [
  createRoute({
    getParentRoute: () => saleRoute,
    path: "/orders",
    component: lazyRouteComponent(() => import("./sale-orders-page.tsx"), "SaleOrdersPage"),
  }),
  createRoute({
    getParentRoute: () => saleRoute,
    path: "/orders/clusters",
    component: lazyRouteComponent(() => import("./order-clusters-page.tsx"), "OrderClustersPage"),
  }),
  createRoute({
    getParentRoute: () => saleRoute,
    path: "/orders/deposits",
    component: lazyRouteComponent(() => import("./deposits-page.tsx"), "DepositsPage"),
  }),
  createRoute({
    getParentRoute: () => saleRoute,
    path: "/orders/$orderId",
    component: lazyRouteComponent(() => import("./order-page.tsx"), "OrderPage"),
  }),
] as const;
