import { Group, Paper, Stack, Text, Title } from "@mantine/core";
import { memo } from "react";
import { formatClock, formatDuration, formatNumber } from "../formats.ts";
import { type Say as SayIn, type Texts, useTexts } from "../language.ts";
import type { LogLine, LoggedEntry } from "./live-log.ts";
import { liveSaleTexts } from "./live-sale-texts.ts";
import classes from "./live-sale.module.css";

type Say = typeof liveSaleTexts extends Texts<infer Key> ? SayIn<Key> : never;

export interface EventLogProps {
  readonly lines: readonly LogLine[];
  /** Read out when it changes; the line of fans moves too often for that. */
  readonly newestStep: LogLine | undefined;
}

/** What happened, newest first. */
export const EventLog = memo(function EventLog({ lines, newestStep }: EventLogProps) {
  const t = useTexts(liveSaleTexts);
  return (
    <Paper withBorder p="md" radius="lg">
      <Stack gap="xs">
        <Title order={2} size="h4">
          {t("log")}
        </Title>
        <div className="only-read" aria-live="polite">
          {newestStep !== undefined && sentenceOf(newestStep.entry, t)}
        </div>
        {lines.length === 0 ? (
          <Text c="dimmed">{t("logEmpty")}</Text>
        ) : (
          // Who uses the keyboard alone scrolls it with the arrows.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          <section className={classes["log"]} aria-label={t("log")} tabIndex={0}>
            <ol>
              {lines.map(({ key, at, entry }) => (
                <li key={key}>
                  <Group gap="sm" wrap="nowrap" align="baseline">
                    <Text component="time" size="sm" c="dimmed" className="figures" miw="5.5em">
                      {formatClock(at)}
                    </Text>
                    <Text size="sm">{sentenceOf(entry, t)}</Text>
                  </Group>
                </li>
              ))}
            </ol>
          </section>
        )}
      </Stack>
    </Paper>
  );
});

function sentenceOf(entry: LoggedEntry, t: Say): string {
  switch (entry.type) {
    case "founded":
    case "opened":
    case "paused":
    case "resumed":
      return t(`event_${entry.type}`);
    case "sold-out":
      return t("event_soldOut");
    case "first-return":
      return t("event_firstReturn");
    case "admission-limited":
      return entry.placesPerMinute === null
        ? t("event_unlimited")
        : t("event_limited", { limit: formatNumber(entry.placesPerMinute) });
    case "taken-over":
      return t("event_takenOver", { epoch: entry.epoch });
    case "outage":
      return t("event_outage", { time: formatDuration(entry.gapMs) });
    case "ended":
      return t("event_ended", { reason: reasonOf(entry.reason, t) });
    case "admitted":
      return t("event_admitted", { place: formatNumber(entry.through) });
    case "barred":
    case "restored":
      return t(`event_${entry.type}`, { place: formatNumber(entry.place) });
    case "stock-added":
      return t("event_stock", { count: entry.units, units: formatNumber(entry.units) });
    case "codes-issued":
      return t("event_codes", { count: entry.codes, codes: formatNumber(entry.codes) });
    case "code-ended":
      return t("event_codeEnded", { number: entry.number });
    case "whereabouts":
      return t(`event_${entry.lane}`);
    case "gap":
      return t("event_gap");
  }
}

/** What the server itself writes is translated; operators' words stand as they are. */
function reasonOf(reason: string, t: Say): string {
  if (reason === "stopped by the operator") return t("reasonByOperator");
  if (reason === "the sale's time was over") return t("reasonBySchedule");
  return reason;
}
