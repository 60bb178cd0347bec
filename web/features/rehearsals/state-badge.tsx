import { Badge } from "@mantine/core";
import type { Schemas } from "../../api/client.ts";
import { useTexts } from "../../ui/language.ts";
import { rehearsalsTexts } from "./rehearsals-texts.ts";

type State = Schemas["RehearsalSummary"]["state"];

const COLOURS: Readonly<Record<State, string>> = {
  running: "accent",
  done: "teal",
  failed: "red",
  cancelled: "gray",
  lost: "red",
};

export function StateBadge({ state }: { readonly state: State }) {
  const t = useTexts(rehearsalsTexts);
  return (
    <Badge variant="outline" color={COLOURS[state]} c="var(--ink)" tt="none" fw={600}>
      {t(`state_${state}`)}
    </Badge>
  );
}
