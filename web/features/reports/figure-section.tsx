import { SimpleGrid, Text } from "@mantine/core";
import type { Schemas } from "../../api/client.ts";
import { formatDuration, formatNumber, formatPercent } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { Tile } from "../../ui/tile.tsx";
import { reportTexts } from "./report-texts.ts";
import { Section } from "./section.tsx";

/** The figures of the public report, and where the units went that came back. */
export function FigureSection({ timeline }: { readonly timeline: Schemas["SaleTimeline"] }) {
  const t = useTexts(reportTexts);
  const { totals, registrations, latecomers, entrants } = timeline;
  const { unitsOffered, unitsSold, unitsFree, secondsToSellOut } = totals;
  const { expired, released, returned, grantedFromReturns } = totals;
  const cameBack = expired + released + returned;
  return (
    <Section title={t("figures")}>
      <SimpleGrid component="dl" m={0} cols={{ base: 2, sm: 3, lg: 4 }} spacing="sm">
        <Tile
          label={t("unitsSold")}
          value={formatNumber(unitsSold)}
          note={
            unitsOffered === 0
              ? undefined
              : t("unitsSoldNote", { share: formatPercent(unitsSold / unitsOffered) })
          }
        />
        <Tile label={t("unitsOffered")} value={formatNumber(unitsOffered)} />
        <Tile
          label={t("soldOutAfter")}
          value={
            secondsToSellOut === null
              ? t("notSoldOut")
              : formatDuration(Math.round(secondsToSellOut * 1000))
          }
        />
        <Tile label={t("unitsFree")} value={formatNumber(unitsFree)} />
        <Tile
          label={t("registrations")}
          value={formatNumber(registrations)}
          note={latecomers === 0 ? undefined : t("latecomers", { count: latecomers })}
        />
        {entrants !== null && <Tile label={t("entrants")} value={formatNumber(entrants)} />}
        <Tile label={t("claims")} value={formatNumber(totals.claims)} />
        {totals.codesRedeemed > 0 && (
          <Tile label={t("codesRedeemed")} value={formatNumber(totals.codesRedeemed)} />
        )}
        <Tile label={t("barred")} value={formatNumber(totals.barred)} />
      </SimpleGrid>
      <Text size="sm">
        {cameBack === 0
          ? t("backNone")
          : t("backText", {
              expired: formatNumber(expired),
              released: formatNumber(released),
              returned: formatNumber(returned),
              granted: formatNumber(grantedFromReturns),
              free: formatNumber(unitsFree),
            })}
      </Text>
    </Section>
  );
}
