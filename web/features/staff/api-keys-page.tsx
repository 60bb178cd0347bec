import { Badge, Group, Paper, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, type Schemas } from "../../api/client.ts";
import { ConfirmButton } from "../../ui/confirm-button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { formatDate, formatFromNow } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { useMay } from "../../ui/me.ts";
import { NotAllowed } from "../../ui/not-allowed.tsx";
import { Page } from "../../ui/page.tsx";
import { QueryView } from "../../ui/query-view.tsx";
import { keyStateOf } from "./key-state.ts";
import { MakeKeyButton } from "./make-key-button.tsx";
import { explainStaffRefusal } from "./staff-refusals.ts";
import { staffTexts } from "./staff-texts.ts";

/** The keys of programs: made, shown once, revoked. */
export function ApiKeysPage() {
  const t = useTexts(staffTexts);
  const mayManage = useMay("keys:manage");
  return (
    <Page
      title={t("keysTitle")}
      lead={t("keysLead")}
      actions={mayManage ? <MakeKeyButton /> : undefined}
    >
      {mayManage ? <Keys /> : <NotAllowed />}
    </Page>
  );
}

function Keys() {
  const t = useTexts(staffTexts);
  const keys = api.useQuery("get", "/api/v1/api-keys");
  return (
    <QueryView query={keys}>
      {(data) =>
        data.keys.length === 0 ? (
          <EmptyState title={t("keysEmptyTitle")} text={t("keysEmptyText")} />
        ) : (
          <Stack gap="sm">
            {data.keys.map((key) => (
              <KeyCard key={key.id} apiKey={key} />
            ))}
          </Stack>
        )
      }
    </QueryView>
  );
}

function KeyCard({ apiKey }: { readonly apiKey: Schemas["ApiKey"] }) {
  const t = useTexts(staffTexts);
  const queryClient = useQueryClient();
  const revoke = api.useMutation("delete", "/api/v1/api-keys/{id}");
  const { id, name, role, createdAt, expiresAt, lastUsedAt } = apiKey;
  const [nowMs] = useState(() => Date.now());
  const state = keyStateOf(apiKey, nowMs);
  const end =
    expiresAt === null
      ? t("neverExpires")
      : t(state === "expired" ? "expired" : "expires", { date: formatDate(expiresAt) });
  const used =
    lastUsedAt === null ? t("neverUsed") : t("lastUsed", { when: formatFromNow(lastUsedAt) });
  return (
    <Paper withBorder p="md" radius="lg">
      <Group justify="space-between" gap="md">
        <Stack gap={4} miw={0}>
          <Group gap="xs">
            <Text fw={600} style={{ overflowWrap: "anywhere" }}>
              {name}
            </Text>
            <Badge variant="light" tt="none">
              {t(`role_${role}`)}
            </Badge>
            {state !== "valid" && (
              <Badge variant="default" tt="none">
                {t(`state_${state}`)}
              </Badge>
            )}
          </Group>
          <Text size="sm" c="dimmed">
            {[t("created", { date: formatDate(createdAt) }), end, used].join(" · ")}
          </Text>
        </Stack>
        {state === "valid" && (
          <ConfirmButton
            variant="default"
            size="xs"
            color="red"
            label={t("revoke")}
            aria-label={t("revokeOf", { name })}
            question={t("revokeQuestion", { name })}
            consequence={t("revokeConsequence")}
            explain={explainStaffRefusal}
            onConfirm={async () => {
              await revoke.mutateAsync({ params: { path: { id } } });
              notifications.show({ message: t("revoked", { name }) });
              await queryClient.invalidateQueries({ queryKey: ["get", "/api/v1/api-keys"] });
            }}
          />
        )}
      </Group>
    </Paper>
  );
}
