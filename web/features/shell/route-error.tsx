import { Button, Container } from "@mantine/core";
import { EmptyState } from "../../ui/empty-state.tsx";
import { useTexts } from "../../ui/language.ts";
import { shellTexts } from "./shell-texts.ts";

/** In place of a page that threw; the browser's console has what it was. */
export function RouteError() {
  const t = useTexts(shellTexts);
  return (
    <Container component="main" size="sm" py="xl">
      <EmptyState
        level={1}
        title={t("brokenTitle")}
        text={t("brokenText")}
        action={<Button onClick={() => window.location.reload()}>{t("reload")}</Button>}
      />
    </Container>
  );
}
