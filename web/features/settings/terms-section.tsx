import { Anchor, Group, Text } from "@mantine/core";
import { useTexts } from "../../ui/language.ts";
import { Section } from "./section.tsx";
import type { Settings } from "./settings-form.ts";
import { settingsTexts } from "./settings-texts.ts";

const WORDS = {
  published: "termsPublished",
  samples: "termsSamples",
  missing: "termsMissing",
} as const;

/** Whether the brand's own terms are published; they are files of the server. */
export function TermsSection({ state }: { readonly state: Settings["terms"] }) {
  const t = useTexts(settingsTexts);
  return (
    <Section title={t("terms")}>
      <Text size="sm">{t(WORDS[state])}</Text>
      <Group>
        <Anchor href="/terms" size="sm">
          {t("seeTerms")}
        </Anchor>
        <Anchor href="/imprint" size="sm">
          {t("seeImprint")}
        </Anchor>
      </Group>
    </Section>
  );
}
