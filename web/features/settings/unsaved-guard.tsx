import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import { useTexts } from "../../ui/language.ts";
import { uiTexts } from "../../ui/ui-texts.ts";
import { settingsTexts } from "./settings-texts.ts";

/** Asks before a page is left on which something has been typed and not saved. */
export function UnsavedGuard({ isDirty }: { readonly isDirty: boolean }) {
  const t = useTexts(settingsTexts);
  const words = useTexts(uiTexts);
  const blocker = useBlocker({
    shouldBlockFn: () => isDirty,
    enableBeforeUnload: () => isDirty,
    withResolver: true,
  });
  return (
    <Modal
      opened={blocker.status === "blocked"}
      onClose={() => blocker.reset?.()}
      title={t("leaveTitle")}
      closeButtonProps={{ "aria-label": words("close") }}
    >
      <Stack>
        <Text size="sm">{t("leaveText")}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => blocker.proceed?.()}>
            {t("leave")}
          </Button>
          <Button onClick={() => blocker.reset?.()}>{t("stay")}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
