import { Anchor, Container } from "@mantine/core";
import { EmptyState } from "../../ui/empty-state.tsx";
import { useTexts } from "../../ui/language.ts";
import { shellTexts } from "./shell-texts.ts";

export function NotFoundPage() {
  const t = useTexts(shellTexts);
  return (
    <Container component="main" size="sm" py="xl">
      <EmptyState
        level={1}
        title={t("notFoundTitle")}
        text={t("notFoundText")}
        action={<Anchor href="/">{t("toShop")}</Anchor>}
      />
    </Container>
  );
}
