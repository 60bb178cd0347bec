import { api, type Schemas } from "../../api/client.ts";

export type Summary = Schemas["RehearsalSummary"];
export type Rehearsal = Schemas["Rehearsal"];

const LOOK_MS = 1_000;

/** All rehearsals, newest first, page by page. */
export function useRehearsals() {
  return api.useInfiniteQuery(
    "get",
    "/api/v1/rehearsals",
    { params: { query: { limit: 20 } } },
    {
      pageParamName: "cursor",
      // The library would send 0 for undefined.
      initialPageParam: null,
      getNextPageParam: ({ nextCursor }: Schemas["RehearsalPage"]) => nextCursor ?? undefined,
      refetchInterval: ({ state }) =>
        state.data?.pages[0]?.items[0]?.state === "running" && 5 * LOOK_MS,
    },
  );
}

/** One rehearsal; looked at again each second while it runs. */
export function useRehearsal(rehearsalId: string) {
  return api.useQuery(
    "get",
    "/api/v1/rehearsals/{rehearsalId}",
    { params: { path: { rehearsalId } } },
    { refetchInterval: ({ state }) => state.data?.state === "running" && LOOK_MS },
  );
}
