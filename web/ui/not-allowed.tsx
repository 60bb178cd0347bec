import { EmptyState } from "./empty-state.tsx";
import { useTexts } from "./language.ts";
import { uiTexts } from "./ui-texts.ts";

/** In place of what the operator's role does not include. */
export function NotAllowed() {
  const t = useTexts(uiTexts);
  return <EmptyState title={t("notAllowedTitle")} text={t("notAllowedText")} />;
}
