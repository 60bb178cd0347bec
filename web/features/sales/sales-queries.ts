import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, send, type Problem, type Schemas } from "../../api/client.ts";
import { useMay } from "../../ui/me.ts";
import type { SaleState } from "./sale-steps.ts";

type Sale = Schemas["Sale"];
type Product = Schemas["Product"];

/** As often as a page about a sale asks again by itself. */
const LOOK_AGAIN_MS = 15_000;

export function useSale(saleId: string) {
  const init = { params: { path: { saleId } } };
  return api.useQuery("get", "/api/v1/sales/{saleId}", init, { refetchInterval: LOOK_AGAIN_MS });
}

/** After a write: whatever is shown is asked for again. */
export function useFreshness(): () => Promise<void> {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries();
}

/** What the API answered. @throws the problem document if it refused */
export function answerOf<Answer>(reply: {
  readonly data?: Answer;
  readonly error?: unknown;
}): Answer {
  if (reply.error !== undefined) throw reply.error as Problem;
  return reply.data as Answer;
}

/** All sales by pages, newest first; drafts only for who may write them. */
export function useSales(state: SaleState | undefined) {
  const seesDrafts = useMay("sales:write");
  return useInfiniteQuery<SalePage, Problem, Sale[], readonly unknown[], string | undefined>({
    queryKey: ["sales", seesDrafts, state],
    queryFn: ({ pageParam }) => fetchPage(seesDrafts, pageParam, 20, state),
    initialPageParam: undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  });
}

type SalePage = Schemas["SalePage"];

async function fetchPage(
  seesDrafts: boolean,
  cursor: string | undefined,
  limit: number,
  state?: SaleState,
): Promise<SalePage> {
  const page = { limit, ...(cursor === undefined ? {} : { cursor }) };
  if (!seesDrafts) return answerOf(await send.GET("/api/v1/sales", { params: { query: page } }));
  const query = { ...page, ...(state === undefined ? {} : { state }) };
  return answerOf(await send.GET("/api/v1/sales/drafts", { params: { query } }));
}

/** No brand has more sales that matter to a calendar or a choice. */
const PAGES_MOST = 10;

/** The newest thousand sales at once. */
export function useAllSales() {
  const seesDrafts = useMay("sales:write");
  return useQuery<readonly Sale[], Problem>({
    queryKey: ["sales", "all", seesDrafts],
    queryFn: () => collect((cursor) => fetchPage(seesDrafts, cursor, 100)),
  });
}

/** All products with their variants; archived ones only for who may write them. */
export function useProducts() {
  const seesArchived = useMay("catalogue:write");
  return useQuery<readonly Product[], Problem>({
    queryKey: ["products", "all", seesArchived],
    queryFn: () =>
      collect(async (cursor) => {
        const query = { limit: 100, state: seesArchived ? "all" : "active" } as const;
        const params = { query: cursor === undefined ? query : { ...query, cursor } };
        return answerOf(await send.GET("/api/v1/products", { params }));
      }),
  });
}

async function collect<Item>(
  fetch: (cursor: string | undefined) => Promise<{ items: Item[]; nextCursor: string | null }>,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGES_MOST; page += 1) {
    const found = await fetch(cursor);
    items.push(...found.items);
    if (found.nextCursor === null) break;
    cursor = found.nextCursor;
  }
  return items;
}

type FriendCode = Schemas["FriendCodePage"]["items"][number];

/** The friend codes of a sale by pages, in the order of their numbers. */
export function useFriendCodes(saleId: string) {
  return useInfiniteQuery<
    Schemas["FriendCodePage"],
    Problem,
    FriendCode[],
    readonly unknown[],
    number | undefined
  >({
    queryKey: ["friend-codes", saleId],
    queryFn: async ({ pageParam: cursor }) => {
      const query = { limit: 20, ...(cursor === undefined ? {} : { cursor }) };
      const params = { path: { saleId }, query };
      return answerOf(await send.GET("/api/v1/sales/{saleId}/friend-codes", { params }));
    },
    initialPageParam: undefined,
    getNextPageParam: ({ nextCursor }) => (nextCursor === null ? undefined : Number(nextCursor)),
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  });
}
