import { Anchor, Button, Group, Paper, Select, Stack, Table, Text, Tooltip } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import type { Schemas } from "../../api/client.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { formatDateTime, formatFromNow, formatNumber } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { useMay } from "../../ui/me.ts";
import { MoreButton } from "../../ui/more-button.tsx";
import { nameIn } from "../../ui/names.ts";
import { Page } from "../../ui/page.tsx";
import { QueryView } from "../../ui/query-view.tsx";
import { SaleBadge } from "./sale-badge.tsx";
import { nextDateOf, saleStates, unitsOf } from "./sale-steps.ts";
import { saleTexts } from "./sale-texts.ts";
import { salesListTexts } from "./sales-list-texts.ts";
import { useSales } from "./sales-queries.ts";
import { useNowMs } from "./use-now.ts";

type Sale = Schemas["Sale"];

/** All sales, newest first. */
export function SalesPage() {
  const t = useTexts(salesListTexts);
  const states = useTexts(saleTexts);
  const mayWrite = useMay("sales:write");
  const { state } = useSearch({ from: "/console/sales" });
  const navigate = useNavigate();
  const isWide = useMediaQuery("(min-width: 48em)", true, { getInitialValueInEffect: false });
  const sales = useSales(state);
  const choose = (value: string | null) => {
    const chosen = saleStates.find((each) => each === value);
    void navigate({ to: "/console/sales", search: chosen === undefined ? {} : { state: chosen } });
  };
  return (
    <Page title={t("title")} lead={t("lead")} actions={<MakeButton />}>
      {mayWrite && (
        <Select
          label={t("filter")}
          maw={260}
          data={[
            { value: "", label: t("all") },
            ...saleStates.map((value) => ({ value, label: states(`state_${value}`) })),
          ]}
          value={state ?? ""}
          allowDeselect={false}
          onChange={choose}
        />
      )}
      <QueryView query={sales} skeletonLines={6}>
        {(items) =>
          items.length === 0 ? (
            <NoSales isFiltered={state !== undefined} />
          ) : (
            <Stack>
              {isWide ? <SaleTable sales={items} /> : <SaleCards sales={items} />}
              <MoreButton query={sales} />
            </Stack>
          )
        }
      </QueryView>
    </Page>
  );
}

function MakeButton() {
  const t = useTexts(salesListTexts);
  if (!useMay("sales:write")) {
    return (
      <Tooltip label={t("mayNot")}>
        <Button data-disabled aria-disabled>
          {t("make")}
        </Button>
      </Tooltip>
    );
  }
  return (
    <Button
      component={Link}
      to="/console/sales/new"
      leftSection={<IconPlus size={16} aria-hidden />}
    >
      {t("make")}
    </Button>
  );
}

function NoSales({ isFiltered }: { readonly isFiltered: boolean }) {
  const t = useTexts(salesListTexts);
  const mayWrite = useMay("sales:write");
  if (isFiltered) {
    return (
      <EmptyState
        title={t("emptyFilterTitle")}
        text={t("emptyFilterText")}
        action={
          <Anchor component={Link} to="/console/sales">
            {t("showAll")}
          </Anchor>
        }
      />
    );
  }
  return (
    <EmptyState
      title={t("emptyTitle")}
      text={t(mayWrite ? "emptyText" : "emptyReader")}
      action={mayWrite ? <MakeButton /> : undefined}
    />
  );
}

interface SalesProps {
  readonly sales: readonly Sale[];
}

function SaleTable({ sales }: SalesProps) {
  const t = useTexts(salesListTexts);
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table verticalSpacing="sm" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("name")}</Table.Th>
            <Table.Th>{t("state")}</Table.Th>
            <Table.Th>{t("next")}</Table.Th>
            <Table.Th ta="right">{t("units")}</Table.Th>
            <Table.Th ta="right">{t("registrations")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sales.map((sale) => (
            <Table.Tr key={sale.id}>
              <Table.Td>
                <SaleLink sale={sale} />
              </Table.Td>
              <Table.Td>
                <SaleBadge sale={sale} />
              </Table.Td>
              <Table.Td>
                <NextDate sale={sale} />
              </Table.Td>
              <Table.Td ta="right">{formatNumber(unitsOf(sale))}</Table.Td>
              <Table.Td ta="right">{formatNumber(sale.registrations)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function SaleCards({ sales }: SalesProps) {
  const t = useTexts(salesListTexts);
  return (
    <Stack gap="sm">
      {sales.map((sale) => (
        <Paper key={sale.id} withBorder p="md">
          <Stack gap={6}>
            <Group justify="space-between" gap="xs">
              <SaleLink sale={sale} />
              <SaleBadge sale={sale} />
            </Group>
            <NextDate sale={sale} />
            <Group gap="lg">
              <Text size="sm" c="dimmed">
                {t("units")} {formatNumber(unitsOf(sale))}
              </Text>
              <Text size="sm" c="dimmed">
                {t("registrations")} {formatNumber(sale.registrations)}
              </Text>
            </Group>
          </Stack>
        </Paper>
      ))}
    </Stack>
  );
}

function SaleLink({ sale }: { readonly sale: Sale }) {
  return (
    <Anchor component={Link} to={`/console/sales/${sale.id}`} fw={600}>
      {nameIn(sale.names)}
    </Anchor>
  );
}

function NextDate({ sale }: { readonly sale: Sale }) {
  const t = useTexts(salesListTexts);
  const next = nextDateOf(sale, useNowMs());
  if (next === null) {
    const isOver = sale.state === "ended" || sale.state === "cancelled";
    return (
      <Text size="sm" c="dimmed">
        {isOver ? "–" : t("noDate")}
      </Text>
    );
  }
  return (
    <div>
      <Text size="sm">
        {t(`step_${next.step}`)} {formatFromNow(next.at)}
      </Text>
      <Text size="sm" c="dimmed">
        {formatDateTime(next.at)}
      </Text>
    </div>
  );
}
