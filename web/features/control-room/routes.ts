import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { saleRoute } from "../../routes/parents.ts";

export const controlRoomRoutes = [
  createRoute({
    getParentRoute: () => saleRoute,
    path: "/control-room",
    component: lazyRouteComponent(() => import("./control-room-page.tsx"), "ControlRoomPage"),
  }),
] as const;
