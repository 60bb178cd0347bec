import { Group, List, SimpleGrid, Text } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { api, type Schemas } from "../../api/client.ts";
import { DetailCard, Fact } from "../../ui/detail-card.tsx";
import { formatDateTime, formatNumber } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { useMay } from "../../ui/me.ts";
import { Page } from "../../ui/page.tsx";
import { QueryView } from "../../ui/query-view.tsx";
import { AnchorLink } from "../../ui/anchor-link.tsx";
import { BarPlaces } from "./bar-places.tsx";
import { EvidenceTable } from "./evidence-table.tsx";
import { FanOf, Standing } from "./registration-table.tsx";
import { registrationsTexts } from "./registrations-texts.ts";
import { RestorePlace } from "./restore-place.tsx";

type Detail = Schemas["RegistrationDetail"];

/** One registration with all that is known of it. */
export function RegistrationPage() {
  const t = useTexts(registrationsTexts);
  const { saleId, number } = useParams({ from: "/console/sales/$saleId/registrations/$number" });
  const mayBar = useMay("sales:bar");
  const detail = api.useQuery("get", "/api/v1/sales/{saleId}/registrations/by-number/{number}", {
    params: { path: { saleId, number: Number(number) } },
  });
  const { place = null, isBarred = false, standing } = detail.data ?? {};
  return (
    <Page
      title={t("numberOf", { number })}
      actions={
        mayBar && place !== null ? (
          <>
            {isBarred && <RestorePlace place={place} />}
            <BarPlaces
              places={isBarred || standing !== "entered" ? [] : [place]}
              label={t("barThis")}
            />
          </>
        ) : undefined
      }
    >
      <AnchorLink to="/console/sales/$saleId/registrations" params={{ saleId }}>
        {t("detailBack")}
      </AnchorLink>
      <QueryView query={detail} skeletonLines={8}>
        {(row) => (
          <SimpleGrid cols={{ base: 1, md: 2 }}>
            <Facts row={row} />
            <Evidence row={row} />
            <Claims row={row} saleId={saleId} />
            <Bars row={row} />
          </SimpleGrid>
        )}
      </QueryView>
    </Page>
  );
}

function Facts({ row }: { readonly row: Detail }) {
  const t = useTexts(registrationsTexts);
  return (
    <DetailCard title={t("fan")}>
      <FanOf row={row} />
      <Fact name={t("place")}>{row.place === null ? t("notDrawn") : formatNumber(row.place)}</Fact>
      <Fact name={t("standing")}>
        <Standing row={row} />
      </Fact>
      <Fact name={t("registered")}>{formatDateTime(row.registeredAt)}</Fact>
      <Fact name={t("accountMade")}>
        {row.accountMadeAt === null ? t("unknown") : formatDateTime(row.accountMadeAt)}
      </Fact>
    </DetailCard>
  );
}

function Evidence({ row }: { readonly row: Detail }) {
  const t = useTexts(registrationsTexts);
  const count = (value: number | null) => (value === null ? t("unknown") : formatNumber(value));
  return (
    <DetailCard title={t("evidenceTitle")}>
      <Fact name={t("sameNetworkCount")}>{count(row.onSameNetwork)}</Fact>
      <Fact name={t("sameBrowserCount")}>{count(row.withSameBrowser)}</Fact>
      <Text size="xs" c="dimmed">
        {t("clearedNote")}
      </Text>
      {row.clusters.length === 0 && <Text size="sm">{t("noClusters")}</Text>}
      {row.clusters.map((cluster) => (
        <EvidenceTable
          key={cluster.id}
          evidence={cluster.evidence}
          label={t(`evidence_${cluster.reason}`)}
        />
      ))}
    </DetailCard>
  );
}

function Claims({ row, saleId }: { readonly row: Detail; readonly saleId: string }) {
  const t = useTexts(registrationsTexts);
  const maySeeOrders = useMay("orders:read");
  return (
    <DetailCard title={t("claimsTitle")}>
      {row.claims.length === 0 && <Text size="sm">{t("noClaims")}</Text>}
      {row.claims.map((claim) => (
        <Group key={claim.id} justify="space-between">
          <div>
            <Text size="sm">{t(`claim_${claim.state}`)}</Text>
            <Text size="xs" c="dimmed">
              {t("claimedAt")}: {formatDateTime(claim.claimedAt)}
            </Text>
          </div>
          {maySeeOrders && (
            <AnchorLink
              size="sm"
              to="/console/sales/$saleId/orders/$orderId"
              params={{ saleId, orderId: claim.id }}
            >
              {t("orderLink")}
            </AnchorLink>
          )}
        </Group>
      ))}
    </DetailCard>
  );
}

function Bars({ row }: { readonly row: Detail }) {
  const t = useTexts(registrationsTexts);
  return (
    <DetailCard title={t("barsTitle")}>
      {row.bars.length === 0 && <Text size="sm">{t("noBars")}</Text>}
      <List size="sm" spacing="sm" listStyleType="none">
        {row.bars.map(({ reason, note, barredAt, restoredAt, appeal }) => (
          <List.Item key={barredAt}>
            <Text size="sm" fw={600}>
              {t(`reason_${reason}`)}
            </Text>
            <Text size="xs" c="dimmed">
              {t("barredAt", { time: formatDateTime(barredAt) })}
              {" · "}
              {restoredAt === null
                ? t("standsNow")
                : t("restoredAt", { time: formatDateTime(restoredAt) })}
            </Text>
            {note !== "" && <Text size="sm">{t("noteWas", { note })}</Text>}
            {appeal !== null && (
              <Text size="sm" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
                {t("fanWords")}: {appeal.text}
              </Text>
            )}
          </List.Item>
        ))}
      </List>
    </DetailCard>
  );
}
