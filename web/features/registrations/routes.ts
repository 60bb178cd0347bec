import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { saleRoute } from "../../routes/parents.ts";

export const registrationsRoutes = [
  createRoute({
    getParentRoute: () => saleRoute,
    path: "/registrations",
    validateSearch: (query: Record<string, unknown>): { readonly search?: string } => {
      const { search } = query;
      // The router reads a number as one.
      if (typeof search === "number") return { search: String(search) };
      return typeof search === "string" ? { search } : {};
    },
    component: lazyRouteComponent(() => import("./registrations-page.tsx"), "RegistrationsPage"),
  }),
  createRoute({
    getParentRoute: () => saleRoute,
    path: "/registrations/clusters",
    component: lazyRouteComponent(() => import("./clusters-page.tsx"), "ClustersPage"),
  }),
  createRoute({
    getParentRoute: () => saleRoute,
    path: "/registrations/bars",
    component: lazyRouteComponent(() => import("./bars-page.tsx"), "BarsPage"),
  }),
  createRoute({
    getParentRoute: () => saleRoute,
    path: "/registrations/$number",
    component: lazyRouteComponent(() => import("./registration-page.tsx"), "RegistrationPage"),
  }),
] as const;
