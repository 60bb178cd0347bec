import { Page } from "../../ui/page.tsx";

export function SalesPage() {
  return <Page title="发售">…</Page>;
}
