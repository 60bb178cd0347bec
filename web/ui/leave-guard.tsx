import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import { useTexts } from "./language.ts";
import { uiTexts } from "./ui-texts.ts";

export interface LeaveGuardProps {
  /** Asked when somebody leaves, which may be before the next drawing of the page. */
  readonly isDirty: () => boolean;
}

/** Asks before the page is left while something on it is not saved. */
export function LeaveGuard({ isDirty }: LeaveGuardProps) {
  const t = useTexts(uiTexts);
  const blocker = useBlocker({
    shouldBlockFn: isDirty,
    enableBeforeUnload: isDirty,
    withResolver: true,
  });
  const stay = () => blocker.reset?.();
  return (
    <Modal
      opened={blocker.status === "blocked"}
      onClose={stay}
      title={t("leaveTitle")}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <Stack>
        <Text size="sm">{t("leaveText")}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => blocker.proceed?.()}>
            {t("leave")}
          </Button>
          <Button onClick={stay}>{t("stay")}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
