import { Group, List, Paper, Progress, Stack, Text, ThemeIcon, Title } from "@mantine/core";
import { useInterval } from "@mantine/hooks";
import { IconCheck, IconCircle, IconPlayerPlay } from "@tabler/icons-react";
import { useState } from "react";
import { formatNumber } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { rehearsalTexts } from "./rehearsal-texts.ts";
import { rehearsalsTexts } from "./rehearsals-texts.ts";
import { sayDuration } from "./speech.ts";
import type { Rehearsal } from "./use-rehearsals.ts";

/** How far a running rehearsal is: its stages, and the one under way. */
export function Course({ rehearsal }: { readonly rehearsal: Rehearsal }) {
  const t = useTexts(rehearsalTexts);
  const words = useTexts(rehearsalsTexts);
  const { plan, stageNumber, done, total } = rehearsal.progress;
  const share = total === 0 ? 0 : Math.min(1, done / total);
  const all = plan.length === 0 ? 0 : (Math.max(0, stageNumber - 1) + share) / plan.length;
  // The same stage may come twice; its number is what tells them apart.
  const steps = plan.map((name, index) => ({ name, number: index + 1 }));
  const stage = plan[stageNumber - 1];
  const stageName = (name: string) => t(`stage_${name}` as Parameters<typeof t>[0]);
  const now =
    stage === undefined
      ? t("preparing")
      : t("stageOf", { number: stageNumber, total: plan.length, stage: stageName(stage) });
  return (
    <Paper withBorder p="lg" radius="lg" component="section">
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h4">
            {t("progressTitle")}
          </Title>
          <Text size="sm" c="dimmed" className="figures">
            <Elapsed since={rehearsal.startedAt}>
              {(seconds) => t("elapsed", { duration: sayDuration(words, seconds) })}
            </Elapsed>
          </Text>
        </Group>
        <Progress.Root size="lg" bg="var(--sunken)">
          <Progress.Section value={all * 100} aria-label={t("progressTitle")} />
        </Progress.Root>
        <Group justify="space-between" mih={24}>
          <Text aria-live="polite" fw={600}>
            {now}
          </Text>
          {total > 0 && (
            <Text size="sm" c="dimmed" className="figures">
              {t("countOf", {
                done: formatNumber(Math.min(done, total)),
                total: formatNumber(total),
              })}
            </Text>
          )}
        </Group>
        <List
          spacing={4}
          size="sm"
          center
          type="ordered"
          listStyleType="none"
          withPadding={false}
          style={{ columns: "18rem 2" }}
        >
          {steps.map(({ name, number }) => (
            <List.Item key={number} icon={<StageIcon at={number - stageNumber} />}>
              <Text span size="sm" c={number > stageNumber ? "dimmed" : "inherit"}>
                {stageName(name)}
              </Text>
            </List.Item>
          ))}
        </List>
      </Stack>
    </Paper>
  );
}

/** @param at how far before (negative) or behind the stage under way */
function StageIcon({ at }: { readonly at: number }) {
  const t = useTexts(rehearsalTexts);
  const Icon = at < 0 ? IconCheck : at === 0 ? IconPlayerPlay : IconCircle;
  const words = t(at < 0 ? "done" : at === 0 ? "underWay" : "toCome");
  return (
    <ThemeIcon size={20} radius="xl" variant={at > 0 ? "transparent" : "light"} color="accent">
      <Icon size={14} aria-hidden />
      <span className="only-read">{words}</span>
    </ThemeIcon>
  );
}

interface ElapsedProps {
  /** ISO 8601. */
  readonly since: string;
  readonly children: (seconds: number) => string;
}

function Elapsed({ since, children }: ElapsedProps) {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useInterval(() => setNowMs(Date.now()), 1_000, { autoInvoke: true });
  return <>{children((nowMs - Date.parse(since)) / 1000)}</>;
}
