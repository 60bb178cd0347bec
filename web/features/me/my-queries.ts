import { api } from "../../api/client.ts";
import { isOrderComing, type StandingClaim } from "./coming-orders.ts";

/** While something is under way, the page looks again this often; it is the fan's own alone. */
const LOOK_AGAIN_MS = 15_000;

/** An order is made from its claim a moment later. */
const ORDER_COMES_MS = 1_000;

const byCursor = {
  pageParamName: "cursor",
  // The first page has none; the library would take undefined for 0.
  initialPageParam: null,
  getNextPageParam: (last: { readonly nextCursor: string | null }) => last.nextCursor ?? undefined,
};

/** @param claims what the fan holds now; while one has no order yet, the page asks again soon */
export function useMyOrders(claims: readonly StandingClaim[]) {
  return api.useInfiniteQuery(
    "get",
    "/api/v1/me/orders",
    {},
    {
      ...byCursor,
      refetchInterval: ({ state: { data } }) =>
        isOrderComing(claims, data?.pages.flatMap(({ items }) => items) ?? [])
          ? ORDER_COMES_MS
          : false,
    },
  );
}

export function useMyRegistrations() {
  return api.useInfiniteQuery(
    "get",
    "/api/v1/me/registrations",
    {},
    { ...byCursor, refetchInterval: LOOK_AGAIN_MS },
  );
}

export function useMyCodes() {
  return api.useQuery("get", "/api/v1/me/friend-codes");
}

export type MyOrders = ReturnType<typeof useMyOrders>;
export type MyRegistrations = ReturnType<typeof useMyRegistrations>;
export type MyCodes = ReturnType<typeof useMyCodes>;
