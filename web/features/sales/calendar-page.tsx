import { Anchor, Button, Group, Stack, Text, Title } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import type { Schemas } from "../../api/client.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { timeZone } from "../../ui/formats.ts";
import { language, useTexts } from "../../ui/language.ts";
import { nameIn } from "../../ui/names.ts";
import { Page } from "../../ui/page.tsx";
import { QueryView } from "../../ui/query-view.tsx";
import { CalendarGrid } from "./calendar-grid.tsx";
import { CalendarList } from "./calendar-list.tsx";
import { addMonths, monthOf, type Month, spansIn, spansOf } from "./calendar-month.ts";
import { salesListTexts } from "./sales-list-texts.ts";
import { useAllSales } from "./sales-queries.ts";
import { useNowMs } from "./use-now.ts";

const monthName = new Intl.DateTimeFormat(language === "en" ? "en" : "zh-Hans-CN", {
  month: "long",
  year: "numeric",
});

/** When fans register and sales open, month by month. */
export function CalendarPage() {
  const t = useTexts(salesListTexts);
  const today = monthOf(new Date(useNowMs()));
  const { month = today } = useSearch({ from: "/console/calendar" });
  const navigate = useNavigate();
  const isWide = useMediaQuery("(min-width: 700px)", true, { getInitialValueInEffect: false });
  const go = (to: Month) => void navigate({ to: "/console/calendar", search: { month: to } });
  return (
    <Page title={t("calendarTitle")} lead={t("calendarLead", { zone: timeZone })}>
      <Group justify="space-between">
        <Title order={2} size="h3" aria-live="polite">
          {monthName.format(new Date(`${month}-15T12:00:00`))}
        </Title>
        <Group gap="xs">
          <Button
            variant="default"
            aria-label={t("previous")}
            onClick={() => go(addMonths(month, -1))}
          >
            <IconChevronLeft size={18} aria-hidden />
          </Button>
          <Button variant="default" onClick={() => go(today)}>
            {t("today")}
          </Button>
          <Button
            variant="default"
            aria-label={t("following")}
            onClick={() => go(addMonths(month, 1))}
          >
            <IconChevronRight size={18} aria-hidden />
          </Button>
        </Group>
      </Group>
      <QueryView query={useAllSales()} skeletonLines={10}>
        {(sales) => {
          const spans = spansIn(month, sales.flatMap(spansOf));
          return (
            <Stack>
              {isWide ? (
                <CalendarGrid month={month} spans={sales.flatMap(spansOf)} />
              ) : (
                <CalendarList spans={spans} />
              )}
              {spans.length === 0 && (
                <EmptyState title={t("nothingTitle")} text={t("nothingText")} />
              )}
              <Undated sales={sales} />
            </Stack>
          );
        }}
      </QueryView>
    </Page>
  );
}

/** Sales that are to come and that no day can show. */
function Undated({ sales }: { readonly sales: readonly Schemas["Sale"][] }) {
  const t = useTexts(salesListTexts);
  const undated = sales.filter(
    (sale) => sale.state !== "ended" && sale.state !== "cancelled" && spansOf(sale).length === 0,
  );
  if (undated.length === 0) return null;
  return (
    <Group gap="xs">
      <Text size="sm" c="dimmed">
        {t("undated", { count: undated.length })}
      </Text>
      {undated.map((sale) => (
        <Anchor key={sale.id} component={Link} to={`/console/sales/${sale.id}`} size="sm">
          {nameIn(sale.names)}
        </Anchor>
      ))}
    </Group>
  );
}
