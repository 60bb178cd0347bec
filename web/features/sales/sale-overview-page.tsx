import { Page } from "../../ui/page.tsx";

export function SaleOverviewPage() {
  return <Page title="SaleOverviewPage">…</Page>;
}
