import { SimpleGrid, Stack, Text } from "@mantine/core";
import { api } from "../../api/client.ts";
import { formatMoney } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { QueryView } from "../../ui/query-view.tsx";
import { Tile } from "../../ui/tile.tsx";
import { reportTexts } from "./report-texts.ts";
import { Section } from "./section.tsx";

/** What the orders have brought in; no currency is turned into another. */
export function RevenueSection({ saleId }: { readonly saleId: string }) {
  const t = useTexts(reportTexts);
  const revenue = api.useQuery("get", "/api/v1/sales/{saleId}/revenue", {
    params: { path: { saleId } },
  });
  return (
    <Section title={t("revenue")} lead={t("revenueLead")}>
      <QueryView query={revenue} skeletonLines={3}>
        {({ currencies }) =>
          currencies.length === 0 ? (
            <Text size="sm">{t("revenueNone")}</Text>
          ) : (
            <Stack gap="sm">
              {currencies.map(({ currency, orders, capturedMinor, refundedMinor }) => (
                <SimpleGrid
                  key={currency}
                  component="dl"
                  m={0}
                  cols={{ base: 1, xs: 3 }}
                  spacing="sm"
                >
                  <Tile
                    label={t("captured", { currency })}
                    value={formatMoney(capturedMinor, currency)}
                    note={t("orders", { count: orders })}
                  />
                  <Tile
                    label={t("refunded", { currency })}
                    value={formatMoney(refundedMinor, currency)}
                  />
                  <Tile
                    label={t("left", { currency })}
                    value={formatMoney(capturedMinor - refundedMinor, currency)}
                  />
                </SimpleGrid>
              ))}
            </Stack>
          )
        }
      </QueryView>
    </Section>
  );
}
