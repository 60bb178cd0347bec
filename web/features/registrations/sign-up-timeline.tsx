import { Stack, Text } from "@mantine/core";
import { formatClock, formatDateTime, formatNumber } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { registrationsTexts } from "./registrations-texts.ts";

const HEIGHT = 36;

export interface SignUpTimelineProps {
  readonly counts: readonly number[];
  /** ISO 8601 */
  readonly from: string;
  readonly to: string;
}

/** When the members registered: a few bars, and the same in words. */
export function SignUpTimeline({ counts, from, to }: SignUpTimelineProps) {
  const t = useTexts(registrationsTexts);
  const most = Math.max(1, ...counts);
  const width = 100 / counts.length;
  const words = t("timeline", {
    from: formatDateTime(from),
    to: from.slice(0, 10) === to.slice(0, 10) ? formatClock(to) : formatDateTime(to),
    most: formatNumber(most),
  });
  return (
    <Stack gap={4}>
      <svg
        viewBox={`0 0 100 ${HEIGHT}`}
        preserveAspectRatio="none"
        width="100%"
        height={HEIGHT}
        aria-hidden
      >
        <rect x={0} y={HEIGHT - 1} width={100} height={1} fill="var(--line-strong)" />
        {counts.map((count, index) => {
          const height = (count / most) * (HEIGHT - 2);
          const at = { x: index * width + width * 0.1, y: HEIGHT - 1 - height };
          return (
            <rect key={at.x} {...at} width={width * 0.8} height={height} fill="var(--accent)" />
          );
        })}
      </svg>
      <Text size="xs" c="dimmed">
        {words}
      </Text>
    </Stack>
  );
}
