import { Checkbox, Group, Radio, Stack } from "@mantine/core";
import { languages, useTexts } from "../../ui/language.ts";
import type { FormSectionProps } from "./brand-section.tsx";
import { Section } from "./section.tsx";
import { settingsTexts } from "./settings-texts.ts";

/** Which languages fans can choose, and which one they get who ask for none of them. */
export function LanguageSection({ form, may }: FormSectionProps) {
  const t = useTexts(settingsTexts);
  const offered = form.getValues().languages;
  const all = Object.entries(languages);
  return (
    <Section title={t("languages")}>
      <Checkbox.Group
        label={t("offered")}
        description={t("offeredHelp")}
        {...form.getInputProps("languages")}
      >
        <Group mt="xs">
          {all.map(([code, name]) => (
            <Checkbox key={code} value={code} label={name} lang={code} disabled={!may} />
          ))}
        </Group>
      </Checkbox.Group>
      <Radio.Group
        label={t("defaultLanguage")}
        description={t("defaultHelp")}
        {...form.getInputProps("defaultLanguage")}
      >
        <Stack gap="xs" mt="xs">
          {all.map(([code, name]) => (
            <Radio
              key={code}
              value={code}
              label={name}
              lang={code}
              disabled={!may || !offered.some((each) => each === code)}
            />
          ))}
        </Stack>
      </Radio.Group>
    </Section>
  );
}
