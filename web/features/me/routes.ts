import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { meRoute } from "../../routes/parents.ts";

export const meRoutes = [
  createRoute({
    getParentRoute: () => meRoute,
    path: "/",
    component: lazyRouteComponent(() => import("./my-page.tsx"), "MyPage"),
  }),
] as const;
