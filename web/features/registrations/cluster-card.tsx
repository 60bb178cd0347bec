import { Badge, Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useState } from "react";
import { api, type Schemas } from "../../api/client.ts";
import { formatNumber } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { useMay } from "../../ui/me.ts";
import { QueryView } from "../../ui/query-view.tsx";
import { BarPlaces } from "./bar-places.tsx";
import { EvidenceTable } from "./evidence-table.tsx";
import { placesOf, RegistrationTable } from "./registration-table.tsx";
import { useSaleId } from "./registrations-frame.tsx";
import { registrationsTexts } from "./registrations-texts.ts";
import { SignUpTimeline } from "./sign-up-timeline.tsx";

const COLOURS = { weak: "gray", medium: "accent", strong: "red" } as const;

/** A cluster's members are listed as far as the server knows them by number. */
const LISTED_MOST = 2_000;

/** One cluster: how large, how strong, why, when; and its registrations on demand. */
export function ClusterCard({ cluster }: { readonly cluster: Schemas["Cluster"] }) {
  const t = useTexts(registrationsTexts);
  const [isOpen, members] = useDisclosure();
  const title = t(`evidence_${cluster.reason}`);
  return (
    <Paper component="article" withBorder radius="lg" p="md" aria-label={title}>
      <Stack gap="sm">
        <Group justify="space-between" gap="sm">
          <div>
            <Title order={2} size="h4">
              {title}
            </Title>
            <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
              {t("size", { count: cluster.size })}
              {cluster.emailPattern !== null && (
                <> · {t("emailPattern", { pattern: cluster.emailPattern })}</>
              )}
            </Text>
          </div>
          <Badge color={COLOURS[cluster.strength]} variant="light" size="lg" tt="none">
            {t(`strength_${cluster.strength}`)}
          </Badge>
        </Group>
        <SignUpTimeline counts={cluster.timeline} from={cluster.firstAt} to={cluster.lastAt} />
        <EvidenceTable evidence={cluster.evidence} label={title} />
        <Group>
          <Button variant="default" onClick={members.toggle} aria-expanded={isOpen}>
            {t(isOpen ? "hideMembers" : "showMembers")}
          </Button>
        </Group>
        {isOpen && <Members cluster={cluster} />}
      </Stack>
    </Paper>
  );
}

function Members({ cluster }: { readonly cluster: Schemas["Cluster"] }) {
  const t = useTexts(registrationsTexts);
  const saleId = useSaleId();
  const mayBar = useMay("sales:bar");
  const [unselected, setUnselected] = useState<ReadonlySet<number>>(new Set());
  const list = api.useInfiniteQuery(
    "get",
    "/api/v1/sales/{saleId}/clusters/{clusterId}/members",
    { params: { path: { saleId, clusterId: cluster.id }, query: { limit: 100 } } },
    {
      pageParamName: "cursor",
      initialPageParam: null,
      getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
      select: ({ pages }) => pages.flatMap(({ items }) => items),
    },
  );
  return (
    <QueryView query={list}>
      {(rows) => {
        // The whole cluster is meant unless somebody takes a place out of it.
        const selectable = placesOf(rows);
        const places = new Set(selectable.filter((place) => !unselected.has(place)));
        const select = (chosen: ReadonlySet<number>) =>
          setUnselected(new Set(selectable.filter((place) => !chosen.has(place))));
        const canSelect = mayBar && rows.some(({ place }) => place !== null);
        return (
          <Stack gap="sm">
            <RegistrationTable
              rows={rows}
              label={t("membersOf")}
              selection={canSelect ? { places, onChange: select } : undefined}
            />
            {cluster.size > LISTED_MOST && (
              <Text size="sm" c="dimmed">
                {t("onlyFirst", { count: formatNumber(LISTED_MOST) })}
              </Text>
            )}
            <Group justify="space-between">
              {list.hasNextPage ? (
                <Button
                  variant="default"
                  loading={list.isFetchingNextPage}
                  onClick={() => void list.fetchNextPage()}
                >
                  {t("more")}
                </Button>
              ) : (
                <span />
              )}
              {canSelect ? (
                <BarPlaces places={[...places]} />
              ) : (
                <Text size="sm" c="dimmed">
                  {t(mayBar ? "noBarYet" : "mayNotBar")}
                </Text>
              )}
            </Group>
          </Stack>
        );
      }}
    </QueryView>
  );
}
