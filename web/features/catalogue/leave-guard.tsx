import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import { useCallback, useState } from "react";
import { useTexts } from "../../ui/language.ts";
import { uiTexts } from "../../ui/ui-texts.ts";
import { catalogueTexts } from "./catalogue-texts.ts";

/** Told by each form of a page, by its name, whether something in it is not saved. */
export type TellDirty = (form: string, isDirty: boolean) => void;

/** Which forms of a page have something that is not saved. */
export function useDirtyForms(): { readonly isDirty: boolean; readonly tellDirty: TellDirty } {
  const [dirty, setDirty] = useState<ReadonlySet<string>>(new Set());
  const tellDirty = useCallback<TellDirty>((form, isDirty) => {
    setDirty((before) => {
      if (before.has(form) === isDirty) return before;
      const after = new Set(before);
      if (isDirty) after.add(form);
      else after.delete(form);
      return after;
    });
  }, []);
  return { isDirty: dirty.size > 0, tellDirty };
}

/** Asks before the page is left while something on it is not saved. */
export function LeaveGuard({ isDirty }: { readonly isDirty: boolean }) {
  const t = useTexts(catalogueTexts);
  const words = useTexts(uiTexts);
  const blocker = useBlocker({
    shouldBlockFn: () => isDirty,
    enableBeforeUnload: () => isDirty,
    withResolver: true,
  });
  const stay = () => blocker.reset?.();
  return (
    <Modal
      opened={blocker.status === "blocked"}
      onClose={stay}
      title={t("unsavedTitle")}
      closeButtonProps={{ "aria-label": words("close") }}
    >
      <Stack>
        <Text size="sm">{t("unsavedText")}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => blocker.proceed?.()}>
            {t("leave")}
          </Button>
          <Button onClick={stay} data-autofocus>
            {t("stay")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
