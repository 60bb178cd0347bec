import { Paper, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Schemas } from "../../api/client.ts";
import { formatNumber } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { nameIn } from "../../ui/names.ts";
import { Page } from "../../ui/page.tsx";
import { QueryView } from "../../ui/query-view.tsx";
import { FriendCodes } from "./friend-codes.tsx";
import { NextStep } from "./next-step.tsx";
import { overviewTexts } from "./overview-texts.ts";
import { SaleActions } from "./sale-actions.tsx";
import { SaleLinks } from "./sale-links.tsx";
import { unitsOf } from "./sale-steps.ts";
import { SaleTerms } from "./sale-terms.tsx";
import { saleTexts } from "./sale-texts.ts";
import { SaleTimeline } from "./sale-timeline.tsx";
import { useSale } from "./sales-queries.ts";

/** One sale: where it is, what comes next, and on which terms. */
export function SaleOverviewPage() {
  const t = useTexts(saleTexts);
  const { saleId } = useParams({ from: "/console/sales/$saleId/" });
  const query = useSale(saleId);
  const sale = query.data;
  return (
    <Page
      title={sale === undefined ? t("unnamed") : nameIn(sale.names)}
      lead={sale === undefined ? undefined : t(`kind_${sale.kind}`)}
      actions={sale === undefined ? undefined : <SaleActions sale={sale} />}
    >
      <QueryView query={query} skeletonLines={12}>
        {(found) => <Overview sale={found} />}
      </QueryView>
    </Page>
  );
}

function Overview({ sale }: { readonly sale: Schemas["Sale"] }) {
  const t = useTexts(overviewTexts);
  return (
    <Stack gap="lg">
      <NextStep sale={sale} />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <Section title={t("steps")}>
          <SaleTimeline sale={sale} />
        </Section>
        <Stack gap="lg">
          <Section title={t("facts")}>
            <SimpleGrid cols={2}>
              <Figure label={t("units")} value={unitsOf(sale)} />
              <Figure label={t("registrations")} value={sale.registrations} />
            </SimpleGrid>
          </Section>
          <Section title={t("links")}>
            <SaleLinks sale={sale} />
          </Section>
        </Stack>
      </SimpleGrid>
      <Section title={t("terms")}>
        <SaleTerms sale={sale} />
      </Section>
      <FriendCodes sale={sale} />
    </Stack>
  );
}

interface SectionProps {
  readonly title: string;
  readonly children: ReactNode;
}

function Section({ title, children }: SectionProps) {
  return (
    <Paper withBorder p="lg" component="section">
      <Title order={2} size="h4" mb="md">
        {title}
      </Title>
      {children}
    </Paper>
  );
}

function Figure({ label, value }: { readonly label: string; readonly value: number }) {
  return (
    <div>
      <Text size="xl" fw={650} className="figures">
        {formatNumber(value)}
      </Text>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
    </div>
  );
}
