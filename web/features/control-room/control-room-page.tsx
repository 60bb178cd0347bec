import { useParams } from "@tanstack/react-router";
import { api } from "../../api/client.ts";
import { useTexts } from "../../ui/language.ts";
import { LiveRoom } from "../../ui/live-sale/live-room.tsx";
import { nameIn } from "../../ui/names.ts";
import { Page } from "../../ui/page.tsx";
import { QueryView } from "../../ui/query-view.tsx";
import { controlRoomTexts } from "./control-room-texts.ts";
import { RoomActions } from "./room-actions.tsx";

/** A sale as it runs, and what an operator can do about it. */
export function ControlRoomPage() {
  const t = useTexts(controlRoomTexts);
  const { saleId } = useParams({ from: "/console/sales/$saleId/control-room" });
  const sale = api.useQuery("get", "/api/v1/sales/{saleId}", { params: { path: { saleId } } });
  return (
    <Page title={t("title")} lead={sale.data && nameIn(sale.data.names)}>
      <QueryView query={sale} skeletonLines={12}>
        {(found) => (
          <LiveRoom
            source={`/api/v1/sales/${saleId}/live`}
            mode="sale"
            renderActions={({ frame }) => (
              <RoomActions
                sale={found}
                state={frame.state}
                limit={frame.figures?.line.limitPerMinute ?? null}
              />
            )}
          />
        )}
      </QueryView>
    </Page>
  );
}
