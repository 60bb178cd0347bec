import { Button, Group, Stack, Text } from "@mantine/core";
import { api } from "../../api/client.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { formatClock, formatNumber } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { QueryView } from "../../ui/query-view.tsx";
import { ClusterCard } from "./cluster-card.tsx";
import { RegistrationsFrame, useSaleId } from "./registrations-frame.tsx";
import { registrationsTexts } from "./registrations-texts.ts";

/** What looks like one hand, the strongest evidence first. */
export function ClustersPage() {
  const t = useTexts(registrationsTexts);
  const saleId = useSaleId();
  const clusters = api.useQuery("get", "/api/v1/sales/{saleId}/clusters", {
    params: { path: { saleId } },
  });
  return (
    <RegistrationsFrame part="partClusters" title={t("clustersTitle")} lead={t("clustersLead")}>
      <QueryView query={clusters} skeletonLines={10}>
        {({ items, foundAt, registrations, emailsRead }) => (
          <Stack>
            <Group justify="space-between">
              <Text size="sm" c="dimmed" aria-live="polite">
                {t("clustersFound", {
                  time: formatClock(foundAt),
                  total: formatNumber(registrations),
                })}{" "}
                {emailsRead < registrations &&
                  t("clustersEmails", { count: formatNumber(emailsRead) })}
              </Text>
              <Button
                variant="default"
                size="xs"
                loading={clusters.isFetching}
                onClick={() => void clusters.refetch()}
              >
                {t("lookAgain")}
              </Button>
            </Group>
            {items.length === 0 ? (
              <EmptyState title={t("noClustersTitle")} text={t("noClustersText")} />
            ) : (
              items.map((cluster) => <ClusterCard key={cluster.id} cluster={cluster} />)
            )}
          </Stack>
        )}
      </QueryView>
    </RegistrationsFrame>
  );
}
