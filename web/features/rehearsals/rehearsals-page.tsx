import { Page } from "../../ui/page.tsx";

export function RehearsalsPage() {
  return <Page title="RehearsalsPage">…</Page>;
}
