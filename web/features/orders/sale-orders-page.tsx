import { Page } from "../../ui/page.tsx";

export function SaleOrdersPage() {
  return <Page title="SaleOrdersPage">…</Page>;
}
