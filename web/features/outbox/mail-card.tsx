import { Badge, Code, Group, Paper, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { api, type Schemas } from "../../api/client.ts";
import { ConfirmButton } from "../../ui/confirm-button.tsx";
import { formatDateTime } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { useMay } from "../../ui/me.ts";
import { explainMailRefusal, outboxTexts } from "./outbox-texts.ts";

export interface MailCardProps {
  readonly mail: Schemas["Mail"];
  readonly isSetUp: boolean;
}

const COLOURS = { waiting: "accent", sent: "gray", failed: "red" } as const;

/** One mail: to whom, about what, and what became of it. */
export function MailCard({ mail, isSetUp }: MailCardProps) {
  const t = useTexts(outboxTexts);
  const { to, subject, state, attempts, lastError, recordedAt, sentAt } = mail;
  const facts = [
    t("written", { date: formatDateTime(recordedAt) }),
    ...(sentAt === null ? [] : [t("sentAt", { date: formatDateTime(sentAt) })]),
    ...(attempts === 0 ? [] : [t("attempts", { count: attempts })]),
  ];
  return (
    <Paper withBorder p="md" radius="lg">
      <Group justify="space-between" gap="md">
        <Stack gap={4} miw={0}>
          <Group gap="xs">
            <Text translate="no" fw={600} style={{ overflowWrap: "anywhere" }}>
              {subject}
            </Text>
            <Badge
              variant={state === "sent" ? "default" : "light"}
              color={COLOURS[state]}
              tt="none"
            >
              {t(`state_${state}`)}
            </Badge>
          </Group>
          <Text size="sm" style={{ overflowWrap: "anywhere" }}>
            {t("to", { address: to })}
          </Text>
          <Text size="sm" c="dimmed">
            {facts.join(" · ")}
          </Text>
          {lastError !== null && (
            <Text component="div" size="sm">
              {t("lastError")}
              {": "}
              <Code style={{ overflowWrap: "anywhere" }}>{lastError}</Code>
            </Text>
          )}
          {state === "failed" && lastError === null && <Text size="sm">{t("tooLate")}</Text>}
        </Stack>
        {state === "failed" && <Retry mail={mail} isSetUp={isSetUp} />}
      </Group>
    </Paper>
  );
}

function Retry({ mail: { id, to, subject }, isSetUp }: MailCardProps) {
  const t = useTexts(outboxTexts);
  const mayRetry = useMay("mails:retry");
  const queryClient = useQueryClient();
  const retry = api.useMutation("post", "/api/v1/mails/{mailId}/retries");
  if (!isSetUp || !mayRetry) {
    return (
      <Text size="sm" c="dimmed">
        {t(isSetUp ? "retryNotAllowed" : "retryNeedsServer")}
      </Text>
    );
  }
  return (
    <ConfirmButton
      variant="default"
      size="xs"
      label={t("retry")}
      aria-label={t("retryOf", { subject })}
      question={t("retryQuestion")}
      consequence={t("retryConsequence", { address: to })}
      explain={explainMailRefusal}
      onConfirm={async () => {
        await retry.mutateAsync({ params: { path: { mailId: id } } });
        notifications.show({ message: t("retried", { address: to }) });
        await queryClient.invalidateQueries();
      }}
    />
  );
}
