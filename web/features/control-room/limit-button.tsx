import { NumberInput, Text } from "@mantine/core";
import { useState } from "react";
import { ConfirmButton } from "../../ui/confirm-button.tsx";
import { formatNumber } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { controlRoomTexts } from "./control-room-texts.ts";
import { useExplain } from "./explain.ts";
import { limitAdmission } from "./run-sale.ts";

export interface LimitButtonProps {
  readonly saleId: string;
  /** As it is now. */
  readonly limit: number | null;
  readonly onDone: (message: string) => void;
}

const MOST = 10_000_000;

/** How fast the line may move. */
export function LimitButton({ saleId, limit, onDone }: LimitButtonProps) {
  const t = useTexts(controlRoomTexts);
  const explain = useExplain();
  const [typed, setTyped] = useState<string | number>("");
  const wanted = typed === "" ? null : Number(typed);
  const isRight = wanted === null || (Number.isInteger(wanted) && wanted >= 1 && wanted <= MOST);
  return (
    <ConfirmButton
      variant="default"
      label={t("limit")}
      question={t("limitQuestion")}
      consequence={t("limitText")}
      canConfirm={isRight && wanted !== limit}
      explain={explain}
      onConfirm={async () => {
        await limitAdmission(saleId, wanted);
        onDone(wanted === null ? t("unlimited") : t("limited", { limit: formatNumber(wanted) }));
        setTyped("");
      }}
    >
      {limit !== null && <Text size="sm">{t("limitNow", { limit: formatNumber(limit) })}</Text>}
      <NumberInput
        label={t("limitField")}
        description={t("limitNone")}
        value={typed}
        onChange={setTyped}
        allowDecimal={false}
        allowNegative={false}
        thousandSeparator=","
        hideControls
        error={isRight ? undefined : t("limitWrong")}
        data-autofocus
      />
    </ConfirmButton>
  );
}
