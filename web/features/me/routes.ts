import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { meRoute } from "../../routes/parents.ts";

export const meRoutes = [
  createRoute({
    getParentRoute: () => meRoute,
    path: "/",
    component: lazyRouteComponent(() => import("./my-page.tsx"), "MyPage"),
  }),
  createRoute({
    getParentRoute: () => meRoute,
    path: "/account",
    component: lazyRouteComponent(() => import("./account-page.tsx"), "AccountPage"),
  }),
] as const;
