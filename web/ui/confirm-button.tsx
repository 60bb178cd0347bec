import { Button, type ButtonProps, Group, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type ReactNode, useState } from "react";
import { useTexts } from "./language.ts";
import { ProblemAlert } from "./problem-alert.tsx";
import { uiTexts } from "./ui-texts.ts";

export interface ConfirmButtonProps extends ButtonProps {
  readonly label: string;
  /** The question that the dialog asks. */
  readonly question: string;
  /** What will follow, and whether it can be undone. */
  readonly consequence: string;
  /** The dialog's button; the same words as the button that opened it, unless told. */
  readonly confirmLabel?: string | undefined;
  /** More to fill in, such as a reason. */
  readonly children?: ReactNode;
  /** False while something that the dialog asks for is missing. */
  readonly canConfirm?: boolean;
  readonly explain?: ((code: string) => string | undefined) | undefined;
  /** The dialog stays open and says why if this fails. */
  readonly onConfirm: () => Promise<unknown>;
}

/** A button for what cannot be taken back: asks first. */
export function ConfirmButton(props: ConfirmButtonProps) {
  const { label, question, consequence, confirmLabel, children, explain, onConfirm, ...others } =
    props;
  const { canConfirm = true, ...rest } = others;
  const t = useTexts(uiTexts);
  const [isOpen, dialog] = useDisclosure();
  const [error, setError] = useState<unknown>();
  const [isBusy, setIsBusy] = useState(false);
  const confirm = async () => {
    setIsBusy(true);
    setError(undefined);
    try {
      await onConfirm();
      dialog.close();
    } catch (caught) {
      setError(caught);
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <>
      <Button {...rest} onClick={dialog.open}>
        {label}
      </Button>
      <Modal
        opened={isOpen}
        onClose={dialog.close}
        title={question}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        <Stack>
          <Text size="sm">{consequence}</Text>
          {children}
          <ProblemAlert error={error} explain={explain} />
          <Group justify="flex-end">
            <Button variant="default" onClick={dialog.close}>
              {t("cancel")}
            </Button>
            <Button
              {...colourOf(rest)}
              disabled={!canConfirm}
              loading={isBusy}
              onClick={() => void confirm()}
            >
              {confirmLabel ?? label}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

function colourOf({ color }: ButtonProps): Pick<ButtonProps, "color"> {
  return color === undefined ? {} : { color };
}
