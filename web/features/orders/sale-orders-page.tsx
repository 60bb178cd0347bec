import { Alert, Button, Group, Paper, Select, Stack, TextInput } from "@mantine/core";
import { IconDownload, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { api } from "../../api/client.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { useTexts } from "../../ui/language.ts";
import { MoreButton } from "../../ui/more-button.tsx";
import { QueryView } from "../../ui/query-view.tsx";
import { OrderTable } from "./order-table.tsx";
import { OrderTotals } from "./order-totals.tsx";
import { OrdersFrame, useSaleId } from "./orders-frame.tsx";
import { ordersTexts } from "./orders-texts.ts";

const STATES = [
  "awaiting_payment",
  "paying",
  "paid",
  "cancelled",
  "expired",
  "returned",
  "refunded",
] as const;

/** A sale's orders: what they come to, and each of them. */
export function SaleOrdersPage() {
  const t = useTexts(ordersTexts);
  const saleId = useSaleId();
  return (
    <OrdersFrame
      part="partAll"
      title={t("title")}
      lead={t("lead")}
      actions={
        <Button
          component="a"
          variant="default"
          href={`/api/v1/sales/${saleId}/orders.csv`}
          leftSection={<IconDownload size={16} aria-hidden />}
        >
          {t("csv")}
        </Button>
      }
    >
      <OrderTotals />
      <OrderList />
    </OrdersFrame>
  );
}

function OrderList() {
  const t = useTexts(ordersTexts);
  const saleId = useSaleId();
  const [typed, setTyped] = useState("");
  const [search, setSearch] = useState("");
  const [state, setState] = useState<(typeof STATES)[number] | null>(null);
  const orders = api.useInfiniteQuery(
    "get",
    "/api/v1/sales/{saleId}/orders",
    {
      params: {
        path: { saleId },
        query: {
          limit: 50,
          ...(search === "" ? {} : { search }),
          ...(state === null ? {} : { state }),
        },
      },
    },
    {
      pageParamName: "cursor",
      initialPageParam: null,
      getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
      select: ({ pages }) => pages.flatMap(({ items }) => items),
    },
  );
  const isNarrowed = search !== "" || state !== null;
  return (
    <Stack gap="md">
      <search>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            setSearch(typed.trim());
          }}
        >
          <Group align="flex-end" gap="sm">
            <TextInput
              flex="1 1 16rem"
              label={t("searchLabel")}
              description={t("searchHint")}
              maxLength={200}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
            <Select
              w={200}
              label={t("state")}
              placeholder={t("anyState")}
              clearable
              clearButtonProps={{ "aria-label": t("anyState") }}
              data={STATES.map((value) => ({ value, label: t(`state_${value}`) }))}
              value={state}
              onChange={(value) => setState(STATES.find((one) => one === value) ?? null)}
            />
            <Button type="submit" leftSection={<IconSearch size={16} aria-hidden />}>
              {t("search")}
            </Button>
            {search !== "" && (
              <Button
                variant="default"
                onClick={() => {
                  setTyped("");
                  setSearch("");
                }}
              >
                {t("clear")}
              </Button>
            )}
          </Group>
        </form>
      </search>
      <QueryView query={orders} skeletonLines={8}>
        {(items) =>
          items.length === 0 ? (
            <EmptyState
              title={t(isNarrowed ? "nothingTitle" : "emptyTitle")}
              text={t(isNarrowed ? "nothingText" : "emptyText")}
            />
          ) : (
            <Stack gap="sm">
              {items.some(({ isTest }) => isTest) && (
                <Alert color="accent" p="xs">
                  {t("testMoney")}
                </Alert>
              )}
              <Paper withBorder radius="lg" p="xs">
                <OrderTable orders={items} />
              </Paper>
              <MoreButton query={orders} />
            </Stack>
          )
        }
      </QueryView>
    </Stack>
  );
}
