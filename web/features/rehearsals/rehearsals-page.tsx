import { EmptyState } from "../../ui/empty-state.tsx";
import { useTexts } from "../../ui/language.ts";
import { useMay, useMe } from "../../ui/me.ts";
import { Page } from "../../ui/page.tsx";
import { PastRehearsals } from "./past-rehearsals.tsx";
import { rehearsalsTexts } from "./rehearsals-texts.ts";
import { StartForm } from "./start-form.tsx";
import { useRehearsals } from "./use-rehearsals.ts";

/** Where rehearsals are started and found again. */
export function RehearsalsPage() {
  const t = useTexts(rehearsalsTexts);
  const isKnown = useMe().data !== undefined;
  const mayRehearse = useMay("rehearsals:run");
  return (
    <Page title={t("title")} lead={t("lead")}>
      {mayRehearse && <Rehearsing />}
      {isKnown && !mayRehearse && (
        <EmptyState title={t("forbiddenTitle")} text={t("forbiddenText")} />
      )}
    </Page>
  );
}

function Rehearsing() {
  const query = useRehearsals();
  const known = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      <StartForm known={known} />
      <PastRehearsals query={query} known={known} />
    </>
  );
}
