import { Paper, SimpleGrid, Text } from "@mantine/core";
import { memo, type ReactNode } from "react";
import { formatClock, formatDuration, formatMilliseconds, formatNumber } from "../formats.ts";
import { type Say as SayIn, type Texts, useTexts } from "../language.ts";
import type { LaneFigures } from "./live-frames.ts";
import { liveSaleTexts } from "./live-sale-texts.ts";
import classes from "./live-sale.module.css";
import { colourOf, type SeriesName } from "./series.ts";

type Say = typeof liveSaleTexts extends Texts<infer Key> ? SayIn<Key> : never;

export interface FigureTilesProps {
  readonly figures: LaneFigures;
  readonly registrations: number;
  /** The server's time, in ms since 1970. */
  readonly serverMs: number;
  readonly isStale: boolean;
}

/** What the sale is at this moment, and how fast it goes. */
export function FigureTiles({ figures, registrations, serverMs, isStale }: FigureTilesProps) {
  const t = useTexts(liveSaleTexts);
  const { units, claims, line, claimMs } = figures;
  const n = formatNumber;
  return (
    <SimpleGrid
      component="dl"
      aria-label={t("figures")}
      className={isStale ? classes["stale"] : undefined}
      cols={{ base: 2, sm: 3, lg: 4 }}
      spacing="sm"
      m={0}
    >
      <Tile series="sold" label={t("sold")} value={n(units.sold)}>
        {t("ofStock", { count: units.stock, stock: n(units.stock) })}
      </Tile>
      <Tile series="held" label={t("held")} value={n(units.held)}>
        {t("heldSub")}
      </Tile>
      <Tile label={t("free")} value={n(units.free)}>
        {units.reserved > 0 ? t("freeSubReserved", { reserved: n(units.reserved) }) : t("freeSub")}
      </Tile>
      <Tile series="waiting" label={t("waiting")} value={n(figures.waiting)}>
        {t("waitingSub", { claims: n(claims.waiting) })}
      </Tile>
      <Tile label={t("paying")} value={n(claims.paying)}>
        {t("payingSub")}
      </Tile>
      <Tile series="paid" label={t("paid")} value={n(claims.paid)}>
        {t("paidSub")}
      </Tile>
      <Tile series="returned" label={t("returned")} value={n(figures.returns)}>
        {t("returnedSub", { released: n(claims.released), expired: n(claims.expired) })}
      </Tile>
      <Tile {...sellOutOf(figures, serverMs, t)} />
      <Tile label={t("claimRate")} value={n(figures.claimsPerSecond)}>
        {t("claimRateSub")}
      </Tile>
      <Tile
        label={t("latency")}
        value={claimMs === null ? t("none") : formatMilliseconds(claimMs.p50)}
      >
        {claimMs === null
          ? t("latencyNone")
          : t("latencySub", { p99: formatMilliseconds(claimMs.p99) })}
      </Tile>
      <Tile label={t("admission")} value={n(line.admittedPerMinute)}>
        {admissionOf(figures, t)}
      </Tile>
      <Tile label={t("registrations")} value={n(registrations)}>
        {t("registrationsSub")}
      </Tile>
    </SimpleGrid>
  );
}

/** In how long no unit will be free, if all goes on so. */
function sellOutOf({ units, sellOutMs }: LaneFigures, serverMs: number, t: Say): TileProps {
  const label = t("sellOut");
  if (units.free === 0) return { label, value: t("soldOut"), children: "" };
  if (sellOutMs === null) return { label, value: t("none"), children: t("sellOutNone") };
  const time = formatClock(serverMs + sellOutMs);
  return { label, value: formatDuration(sellOutMs), children: t("sellOutAt", { time }) };
}

function admissionOf({ line }: LaneFigures, t: Say): string {
  if (line.admittedThrough === 0 && line.waiting === 0) return t("noLine");
  const place = formatNumber(line.admittedThrough);
  if (line.limitPerMinute === null) return t("admissionSub", { place });
  return t("admissionLimit", { limit: formatNumber(line.limitPerMinute), place });
}

interface TileProps {
  readonly label: string;
  readonly value: string;
  /** The line of the chart that shows the same. */
  readonly series?: SeriesName;
  readonly children: ReactNode;
}

const Tile = memo(function Tile({ label, value, series, children }: TileProps) {
  return (
    <Paper withBorder p="sm" radius="md">
      <Text component="dt" size="sm" c="dimmed">
        {series !== undefined && (
          <span className={classes["swatch"]} style={{ background: colourOf(series) }} />
        )}
        {label}
      </Text>
      <dd className={classes["reading"]}>
        <div className={classes["value"]}>{value}</div>
        <Text component="div" size="xs" c="dimmed" className={classes["sub"] ?? ""}>
          {children}
        </Text>
      </dd>
    </Paper>
  );
});
