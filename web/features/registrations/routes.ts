import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { saleRoute } from "../../routes/parents.ts";

export const registrationsRoutes = [
  createRoute({
    getParentRoute: () => saleRoute,
    path: "/registrations",
    component: lazyRouteComponent(() => import("./registrations-page.tsx"), "RegistrationsPage"),
  }),
] as const;
