import { Group, Paper, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { UseQueryResult } from "@tanstack/react-query";
import { send, type Problem, type Schemas } from "../../api/client.ts";
import { ConfirmButton } from "../../ui/confirm-button.tsx";
import { formatDate, formatDateTime } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { QueryView } from "../../ui/query-view.tsx";
import { accountTexts } from "./account-texts.ts";
import { deviceOf } from "./device-name.ts";
import { explainRefusal } from "./refusals.ts";
import { Section } from "./section.tsx";
import { StateBadge } from "./state-badge.tsx";

interface SessionsSectionProps {
  readonly query: UseQueryResult<{ readonly sessions: Schemas["Session"][] }, Problem>;
}

export function SessionsSection({ query }: SessionsSectionProps) {
  const t = useTexts(accountTexts);
  const reload = async () => void (await query.refetch());
  const endOthers = async () => {
    const answer = await send.DELETE("/api/v1/me/sessions");
    if (answer.data === undefined) throw answer.error;
    notifications.show({ message: t("endedOthers", { count: answer.data.ended }) });
    await reload();
  };
  return (
    <Section title={t("sessions")} lead={t("sessionsText")}>
      <QueryView query={query}>
        {({ sessions }) => (
          <Stack gap="sm">
            {[...sessions]
              .sort((one, other) => Number(other.isCurrent) - Number(one.isCurrent))
              .map((session) => (
                <SessionCard key={session.id} session={session} onEnded={reload} />
              ))}
            {sessions.length > 1 && (
              <Group>
                <ConfirmButton
                  variant="default"
                  label={t("endOthers")}
                  question={t("endOthersQuestion")}
                  consequence={t("endOthersText")}
                  explain={explainRefusal}
                  onConfirm={endOthers}
                />
              </Group>
            )}
          </Stack>
        )}
      </QueryView>
    </Section>
  );
}

interface SessionCardProps {
  readonly session: Schemas["Session"];
  readonly onEnded: () => Promise<void>;
}

function SessionCard({ session, onEnded }: SessionCardProps) {
  const t = useTexts(accountTexts);
  const { browser, system } = deviceOf(session.userAgent);
  const name =
    browser !== undefined && system !== undefined
      ? t("device", { browser, system })
      : (browser ?? system ?? t("deviceUnknown"));
  const end = async () => {
    const params = { path: { id: session.id } };
    const answer = await send.DELETE("/api/v1/me/sessions/{id}", { params });
    if (answer.error !== undefined) throw answer.error;
    notifications.show({ message: t("ended") });
    await onEnded();
  };
  return (
    <Paper withBorder p="md" radius="lg">
      <Group justify="space-between" gap="sm">
        <div>
          <Group gap="xs">
            <Text fw={600}>{name}</Text>
            {session.isCurrent && <StateBadge label={t("thisBrowser")} isMarked />}
          </Group>
          <Text size="sm" c="dimmed">
            {t("sessionFacts", {
              since: formatDateTime(session.signedInAt),
              seen: formatDate(session.lastSeenAt),
            })}
          </Text>
          {session.clientAddress !== null && session.clientAddress !== "" && (
            <Text size="sm" c="dimmed">
              {t("fromAddress", { address: session.clientAddress })}
            </Text>
          )}
        </div>
        {!session.isCurrent && (
          <ConfirmButton
            size="xs"
            variant="default"
            aria-label={t("endNamed", { name })}
            label={t("end")}
            question={t("endQuestion")}
            consequence={t("endText", { name })}
            explain={explainRefusal}
            onConfirm={end}
          />
        )}
      </Group>
    </Paper>
  );
}
