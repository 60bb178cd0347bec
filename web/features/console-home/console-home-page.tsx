import { Page } from "../../ui/page.tsx";

export function ConsoleHomePage() {
  return <Page title="What needs me now">…</Page>;
}
