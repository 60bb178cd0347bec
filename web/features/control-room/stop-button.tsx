import { TextInput } from "@mantine/core";
import { useState } from "react";
import type { Schemas } from "../../api/client.ts";
import { ConfirmButton } from "../../ui/confirm-button.tsx";
import { useTexts } from "../../ui/language.ts";
import { nameIn } from "../../ui/names.ts";
import { controlRoomTexts } from "./control-room-texts.ts";
import { useExplain } from "./explain.ts";
import { stopSale } from "./run-sale.ts";

export interface StopButtonProps {
  readonly sale: Schemas["Sale"];
  readonly onDone: (message: string) => void;
}

/** The one step that cannot be taken back: asks for the sale's name. */
export function StopButton({ sale, onDone }: StopButtonProps) {
  const t = useTexts(controlRoomTexts);
  const explain = useExplain();
  const [typed, setTyped] = useState("");
  const [reason, setReason] = useState("");
  const name = nameIn(sale.names);
  return (
    <ConfirmButton
      color="red"
      label={t("stop")}
      question={t("stopQuestion")}
      consequence={t("stopText")}
      canConfirm={typed.trim() === name}
      explain={explain}
      onConfirm={async () => {
        await stopSale(sale.id, reason.trim());
        onDone(t("stopped"));
      }}
    >
      <TextInput
        label={t("stopName", { name })}
        value={typed}
        autoComplete="off"
        data-autofocus
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <TextInput
        label={t("stopReason")}
        value={reason}
        maxLength={200}
        autoComplete="off"
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </ConfirmButton>
  );
}
