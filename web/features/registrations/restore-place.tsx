import type { ButtonProps } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { send } from "../../api/client.ts";
import { ConfirmButton } from "../../ui/confirm-button.tsx";
import { formatNumber } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { useExplain } from "./problem-words.ts";
import { useSaleId } from "./registrations-frame.tsx";
import { registrationsTexts } from "./registrations-texts.ts";

/** Takes the removal of a place back. */
export function RestorePlace({ place, ...button }: ButtonProps & { readonly place: number }) {
  const t = useTexts(registrationsTexts);
  const explain = useExplain();
  const saleId = useSaleId();
  const queryClient = useQueryClient();
  const named = { place: formatNumber(place) };
  return (
    <ConfirmButton
      variant="default"
      {...button}
      label={t("restore", named)}
      question={t("restoreQuestion", named)}
      consequence={t("restoreConsequence")}
      explain={explain}
      onConfirm={async () => {
        const { error } = await send.DELETE("/api/v1/sales/{saleId}/bars/{place}", {
          params: { path: { saleId, place } },
        });
        if (error !== undefined) throw error;
        notifications.show({ message: t("restored", named) });
        await queryClient.invalidateQueries();
      }}
    />
  );
}
