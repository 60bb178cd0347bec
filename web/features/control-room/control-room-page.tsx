import { Page } from "../../ui/page.tsx";

export function ControlRoomPage() {
  return <Page title="ControlRoomPage">…</Page>;
}
