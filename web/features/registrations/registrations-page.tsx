import { Page } from "../../ui/page.tsx";

export function RegistrationsPage() {
  return <Page title="RegistrationsPage">…</Page>;
}
