import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { consoleRoute } from "../../routes/parents.ts";
import { readDraft } from "./draft.ts";

export const rehearsalsRoutes = [
  createRoute({
    getParentRoute: () => consoleRoute,
    path: "/rehearsals",
    // With the options of an earlier one, to be rehearsed again.
    validateSearch: readDraft,
    component: lazyRouteComponent(() => import("./rehearsals-page.tsx"), "RehearsalsPage"),
  }),
  createRoute({
    getParentRoute: () => consoleRoute,
    path: "/rehearsals/compare",
    validateSearch: ({ a, b }): { a?: string; b?: string } => ({
      ...(typeof a === "string" ? { a } : {}),
      ...(typeof b === "string" ? { b } : {}),
    }),
    component: lazyRouteComponent(() => import("./compare-page.tsx"), "ComparePage"),
  }),
  createRoute({
    getParentRoute: () => consoleRoute,
    path: "/rehearsals/$rehearsalId",
    component: lazyRouteComponent(() => import("./rehearsal-page.tsx"), "RehearsalPage"),
  }),
] as const;
