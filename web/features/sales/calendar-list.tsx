import { Anchor, Group, Paper, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { formatDate, formatDateTime } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { nameIn } from "../../ui/names.ts";
import type { Span } from "./calendar-month.ts";
import { SaleBadge } from "./sale-badge.tsx";
import { salesListTexts } from "./sales-list-texts.ts";

/** The same as the grid, for narrow windows: what goes on in the month, by its first day. */
export function CalendarList({ spans }: { readonly spans: readonly Span[] }) {
  const t = useTexts(salesListTexts);
  return (
    <Stack gap="sm">
      {spans.map(({ sale, kind, from, to, isOpenEnded }) => (
        <Paper key={`${sale.id} ${kind}`} withBorder p="md">
          <Group justify="space-between" gap="xs">
            <Anchor component={Link} to={`/console/sales/${sale.id}`} fw={600}>
              {t("span", { kind: t(kind), name: nameIn(sale.names) })}
            </Anchor>
            <SaleBadge sale={sale} />
          </Group>
          <Text size="sm">
            {formatDate(`${from}T12:00:00`)}
            {to !== from && ` – ${formatDate(`${to}T12:00:00`)}`}
            {isOpenEnded && kind === "selling" && ` (${t("openEnded")})`}
          </Text>
          {kind === "selling" && sale.opensAt !== null && (
            <Text size="sm" c="dimmed">
              {t("step_selling")} {formatDateTime(sale.opensAt)}
            </Text>
          )}
        </Paper>
      ))}
    </Stack>
  );
}
