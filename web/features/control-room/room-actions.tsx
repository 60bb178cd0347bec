import { Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { memo } from "react";
import type { Schemas } from "../../api/client.ts";
import { AnchorLink } from "../../ui/anchor-link.tsx";
import { ConfirmButton } from "../../ui/confirm-button.tsx";
import { useTexts } from "../../ui/language.ts";
import { useMay } from "../../ui/me.ts";
import { AddStockButton } from "./add-stock-button.tsx";
import { controlRoomTexts } from "./control-room-texts.ts";
import { useExplain } from "./explain.ts";
import { LimitButton } from "./limit-button.tsx";
import { pauseAdmission, resumeAdmission } from "./run-sale.ts";
import { StopButton } from "./stop-button.tsx";

export interface RoomActionsProps {
  readonly sale: Schemas["Sale"];
  readonly state: string;
  /** Places a minute; null where the stock alone says. */
  readonly limit: number | null;
}

/** What an operator does about a sale that runs. It is drawn anew only where that changes. */
export const RoomActions = memo(function RoomActions({ sale, state, limit }: RoomActionsProps) {
  const t = useTexts(controlRoomTexts);
  const explain = useExplain();
  const may = useMay("sales:run");
  const queries = useQueryClient();
  if (state === "ended") {
    return (
      <AnchorLink to="/console/sales/$saleId/report" params={{ saleId: sale.id }}>
        {t("toReport")}
      </AnchorLink>
    );
  }
  const isUnderWay = state === "selling" || state === "paused";
  if (!isUnderWay && state !== "drawn") return null;
  if (!may) return <Text c="dimmed">{t("lookOnly")}</Text>;
  const done = (message: string) => {
    notifications.show({ message, color: "green" });
    void queries.invalidateQueries();
  };
  const isDraw = sale.kind === "draw";
  return (
    <Group gap="sm">
      {isDraw && <LimitButton saleId={sale.id} limit={limit} onDone={done} />}
      <AddStockButton sale={sale} onDone={done} />
      {state === "selling" && (
        <ConfirmButton
          variant="default"
          leftSection={<IconPlayerPause size={16} aria-hidden />}
          label={t("pause")}
          question={t("pauseQuestion")}
          consequence={t(isDraw ? "pauseText" : "pauseOpenText")}
          explain={explain}
          onConfirm={async () => {
            await pauseAdmission(sale.id);
            done(t("paused"));
          }}
        />
      )}
      {state === "paused" && (
        <ConfirmButton
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          label={t("resume")}
          question={t("resumeQuestion")}
          consequence={t("resumeText")}
          explain={explain}
          onConfirm={async () => {
            await resumeAdmission(sale.id);
            done(t("resumed"));
          }}
        />
      )}
      <StopButton sale={sale} onDone={done} />
    </Group>
  );
});
