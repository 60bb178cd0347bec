import { Paper, Stack, Text } from "@mantine/core";
import { formatDateTime, formatDuration, formatNumber, timeZone } from "../formats.ts";
import { useTexts } from "../language.ts";
import type { LiveFrame } from "./live-frames.ts";
import { liveSaleTexts } from "./live-sale-texts.ts";
import classes from "./live-sale.module.css";

export interface CountdownProps {
  readonly frame: LiveFrame;
  /** The server's time, in ms since 1970. */
  readonly serverMs: number;
}

/** Before the opening: how long it is, and how many have registered. */
export function Countdown({ frame, serverMs }: CountdownProps) {
  const t = useTexts(liveSaleTexts);
  const { opensAt, registrationClosesAt, registrations, state } = frame;
  const leftMs = opensAt === null ? null : Date.parse(opensAt) - serverMs;
  const closesMs =
    registrationClosesAt === null ? null : Date.parse(registrationClosesAt) - serverMs;
  return (
    <Paper withBorder p="xl" radius="lg">
      <Stack align="center" gap="xs" ta="center">
        <Text c="dimmed">{leftMs === null ? t("opensByHand") : t("opensIn")}</Text>
        <div className={classes["countdown"]} role="timer">
          {leftMs === null ? t("none") : leftMs <= 0 ? t("openingNow") : formatDuration(leftMs)}
        </div>
        <Text c="dimmed">
          {opensAt === null
            ? t("opensByHandText")
            : t("opensAt", { time: formatDateTime(opensAt), zone: timeZone })}
        </Text>
        <Text fw={600} mt="md">
          {state === "draft"
            ? t("draftText")
            : t("registered", { count: registrations, figure: formatNumber(registrations) })}
        </Text>
        {state === "registering" && closesMs !== null && closesMs > 0 && (
          <Text c="dimmed">{t("closesIn", { time: formatDuration(closesMs) })}</Text>
        )}
      </Stack>
    </Paper>
  );
}
