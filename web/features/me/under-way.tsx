import { Button, Group, Paper, Stack, Text } from "@mantine/core";
import { useInterval } from "@mantine/hooks";
import { useState } from "react";
import type { Schemas } from "../../api/client.ts";
import { formatClock } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { nameIn } from "../../ui/names.ts";
import type { MyRegistrations } from "./my-queries.ts";
import { myTexts } from "./my-texts.ts";
import { Section } from "./section.tsx";
import { isUnderWay, pathOf, standingOf } from "./standing.ts";
import { timeLeft } from "./time-left.ts";

/** What waits for the fan now, each with the time that is left; nothing where nothing does. */
export function UnderWay({ query }: { readonly query: MyRegistrations }) {
  const t = useTexts(myTexts);
  const pages = query.data?.pages ?? [];
  const items = pages.flatMap((page) => page.items).filter((item) => isUnderWay(standingOf(item)));
  const serverTime = pages[0]?.serverTime;
  if (items.length === 0 || serverTime === undefined) return null;
  // The browser's clock may be wrong; only what passes on it is counted.
  const aheadMs = query.dataUpdatedAt - Date.parse(serverTime);
  return (
    <Section title={t("underWay")}>
      <Stack gap="sm">
        {items.map((item) => (
          <UnderWayCard key={item.saleId} registration={item} aheadMs={aheadMs} />
        ))}
      </Stack>
    </Section>
  );
}

interface UnderWayCardProps {
  readonly registration: Schemas["OwnRegistration"];
  /** By how much the browser's clock is ahead of the server's. */
  readonly aheadMs: number;
}

function UnderWayCard({ registration, aheadMs }: UnderWayCardProps) {
  const t = useTexts(myTexts);
  const standing = standingOf(registration);
  const expiresAt = registration.claim?.expiresAt ?? null;
  const isHold = (standing === "held" || standing === "paying") && expiresAt !== null;
  return (
    <Paper component="article" p="md" radius="lg" bg="var(--accent-wash)" withBorder>
      <Group justify="space-between" gap="sm">
        <div>
          <Text fw={600}>{t(`state_${standing}`)}</Text>
          <Text size="sm">{nameIn(registration.saleNames)}</Text>
          {isHold && <HoldTimer untilMs={Date.parse(expiresAt) + aheadMs} at={expiresAt} />}
        </div>
        <Button component="a" href={pathOf(standing, registration)}>
          {t(`go_${standing}`)}
        </Button>
      </Group>
    </Paper>
  );
}

/** Counts down by the second, and speaks up once, when a minute is left. */
function HoldTimer({ untilMs, at }: { readonly untilMs: number; readonly at: string }) {
  const t = useTexts(myTexts);
  const [nowMs, setNowMs] = useState(Date.now);
  useInterval(() => setNowMs(Date.now()), 500, { autoInvoke: true });
  const leftMs = untilMs - nowMs;
  const ending = leftMs <= 0 ? "holdOver" : leftMs < 60_000 ? "holdEnding" : undefined;
  return (
    <>
      <Text size="sm" className="figures">
        {t("heldUntil", { at: formatClock(at) })} ·{" "}
        <strong role="timer">{t("left", { left: timeLeft(untilMs, nowMs) })}</strong>
      </Text>
      <Text size="sm" fw={600} c="var(--alarm)" aria-live="polite">
        {ending !== undefined && t(ending)}
      </Text>
    </>
  );
}
