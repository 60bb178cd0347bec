import { Group, Paper, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { send, type Schemas } from "../../api/client.ts";
import { ConfirmButton } from "../../ui/confirm-button.tsx";
import { formatDateTime } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { accountTexts } from "./account-texts.ts";
import { explainRefusal } from "./refusals.ts";

interface PasskeyCardProps {
  readonly passkey: Schemas["Passkey"];
  readonly onChange: () => Promise<void>;
}

export function PasskeyCard({ passkey, onChange }: PasskeyCardProps) {
  const t = useTexts(accountTexts);
  const shownName = passkey.name ?? t("passkeyUnnamed");
  const [name, setName] = useState(passkey.name ?? "");
  const params = { path: { id: passkey.id } };
  const rename = async () => {
    const body = { name: name.trim() };
    const renamed = await send.PUT("/api/v1/me/passkeys/{id}", { params, body });
    if (renamed.error !== undefined) throw renamed.error;
    notifications.show({ message: t("renamed") });
    await onChange();
  };
  const remove = async () => {
    const removed = await send.DELETE("/api/v1/me/passkeys/{id}", { params });
    if (removed.error !== undefined) throw removed.error;
    notifications.show({ message: t("removed") });
    await onChange();
  };
  return (
    <Paper withBorder p="md" radius="lg">
      <Group justify="space-between" gap="sm">
        <div>
          <Text fw={600}>{shownName}</Text>
          <Text size="sm" c="dimmed">
            {t("addedAt", { at: formatDateTime(passkey.createdAt) })}
          </Text>
        </div>
        <Group gap="xs">
          <ConfirmButton
            size="xs"
            variant="default"
            aria-label={t("renameNamed", { name: shownName })}
            label={t("rename")}
            question={t("renameNamed", { name: shownName })}
            consequence=""
            confirmLabel={t("save")}
            explain={explainRefusal}
            onConfirm={rename}
          >
            <TextInput
              label={t("passkeyName")}
              value={name}
              maxLength={80}
              data-autofocus
              onChange={(event) => setName(event.currentTarget.value)}
            />
          </ConfirmButton>
          <ConfirmButton
            size="xs"
            variant="default"
            aria-label={t("removeNamed", { name: shownName })}
            label={t("remove")}
            question={t("removeQuestion", { name: shownName })}
            consequence={t("removeText")}
            explain={explainRefusal}
            onConfirm={remove}
          />
        </Group>
      </Group>
    </Paper>
  );
}
