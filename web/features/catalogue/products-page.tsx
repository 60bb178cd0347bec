import {
  Alert,
  Anchor,
  Badge,
  Button,
  Card,
  Group,
  SegmentedControl,
  SimpleGrid,
  Stack,
  Text,
} from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { api, type Schemas } from "../../api/client.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { formatMoney } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { useMay } from "../../ui/me.ts";
import { MoreButton } from "../../ui/more-button.tsx";
import { nameIn } from "../../ui/names.ts";
import { Page } from "../../ui/page.tsx";
import { ProblemAlert } from "../../ui/problem-alert.tsx";
import { QueryView } from "../../ui/query-view.tsx";
import { catalogueTexts } from "./catalogue-texts.ts";
import { Cover } from "./cover.tsx";
import { lowestPrices } from "./price-range.ts";

const STATES = ["active", "archived"] as const;

type State = (typeof STATES)[number];

/** All products, as cards. */
export function ProductsPage() {
  const t = useTexts(catalogueTexts);
  const mayWrite = useMay("catalogue:write");
  const [state, setState] = useState<State>("active");
  return (
    <Page
      title={t("products")}
      lead={t("productsLead")}
      actions={
        mayWrite && (
          <Button
            component={Link}
            to="/console/products/new"
            leftSection={<IconPlus size={18} aria-hidden />}
          >
            {t("newProduct")}
          </Button>
        )
      }
    >
      {mayWrite ? (
        <SegmentedControl
          aria-label={t("filter")}
          w="fit-content"
          value={state}
          onChange={(value) => setState(STATES.find((each) => each === value) ?? "active")}
          data={STATES.map((value) => ({ value, label: t(value) }))}
        />
      ) : (
        <Alert variant="light">{t("mayNot")}</Alert>
      )}
      <ProductList key={state} state={state} />
    </Page>
  );
}

function ProductList({ state }: { readonly state: State }) {
  const query = api.useInfiniteQuery(
    "get",
    "/api/v1/products",
    { params: { query: { state, limit: 24 } } },
    {
      // The client leaves out what is null.
      initialPageParam: null,
      getNextPageParam: (page: Schemas["ProductPage"]) => page.nextCursor,
    },
  );
  return (
    <QueryView query={query} skeletonLines={8}>
      {({ pages }) => {
        const products = pages.flatMap(({ items }) => items);
        if (products.length === 0) return <NoProducts state={state} />;
        return (
          <Stack>
            <SimpleGrid cols={{ base: 1, xs: 2, lg: 3 }} component="ul" p={0} m={0}>
              {products.map((product) => (
                <ProductCard key={product.id} product={product} />
              ))}
            </SimpleGrid>
            <ProblemAlert error={query.error} onRetry={() => void query.fetchNextPage()} />
            <MoreButton query={query} />
          </Stack>
        );
      }}
    </QueryView>
  );
}

function NoProducts({ state }: { readonly state: State }) {
  const t = useTexts(catalogueTexts);
  const mayWrite = useMay("catalogue:write");
  if (state === "archived") {
    return <EmptyState title={t("noneArchivedTitle")} text={t("noneArchivedText")} />;
  }
  return (
    <EmptyState
      title={t("noneTitle")}
      text={t("noneText")}
      action={
        mayWrite && (
          <Button component={Link} to="/console/products/new" mt="sm">
            {t("newProduct")}
          </Button>
        )
      }
    />
  );
}

function ProductCard({ product }: { readonly product: Schemas["Product"] }) {
  const t = useTexts(catalogueTexts);
  const prices = lowestPrices(product.variants);
  return (
    <Card component="li" withBorder padding="md" radius="lg" display="flex">
      <Card.Section>
        <Cover product={product} />
      </Card.Section>
      <Stack gap={4} pt="md">
        <Group justify="space-between" gap="xs">
          <Anchor
            renderRoot={(props) => (
              <Link
                to="/console/products/$productId"
                params={{ productId: product.id }}
                {...props}
              />
            )}
            fw={600}
            c="inherit"
            style={{ overflowWrap: "anywhere" }}
          >
            {nameIn(product.names)}
          </Anchor>
          {product.archivedAt !== null && <Badge variant="default">{t("archived")}</Badge>}
        </Group>
        <Text size="sm" c="dimmed">
          {t("variantCount", { count: product.variants.length })}
        </Text>
        <Text size="sm" className="figures">
          {prices.length === 0
            ? t("noPrice")
            : prices.slice(0, 3).map(({ amountMinor, currency, minorDigits, isLowest }, index) => {
                const price = formatMoney(amountMinor, currency, minorDigits);
                return (
                  <Text span inherit key={currency} style={{ whiteSpace: "nowrap" }}>
                    {index > 0 && " · "}
                    {isLowest && index === 0 ? t("priceFrom", { price }) : price}
                  </Text>
                );
              })}
        </Text>
      </Stack>
    </Card>
  );
}
