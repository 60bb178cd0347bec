import { Page } from "../../ui/page.tsx";

export function MyPage() {
  return <Page title="MyPage">…</Page>;
}
