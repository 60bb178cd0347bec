import { Switch, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useTexts } from "../../ui/language.ts";
import { LogoField } from "./logo-field.tsx";
import { Section } from "./section.tsx";
import type { FormValues, Settings } from "./settings-form.ts";
import { settingsTexts } from "./settings-texts.ts";

export interface FormSectionProps {
  readonly form: UseFormReturnType<FormValues>;
  readonly may: boolean;
}

interface BrandSectionProps extends FormSectionProps {
  readonly settings: Settings;
  /** The logo was saved. */
  readonly onLogo: (saved: Settings) => void;
}

/** What the site is called, and its mark. */
export function BrandSection({ form, may, settings, onLogo }: BrandSectionProps) {
  const t = useTexts(settingsTexts);
  return (
    <Section title={t("brand")}>
      <TextInput
        label={t("name")}
        description={t("nameHelp")}
        maw="24rem"
        maxLength={200}
        disabled={!may}
        {...form.getInputProps("name")}
      />
      <LogoField settings={settings} may={may} name={form.getValues().name} onSaved={onLogo} />
      {settings.logo !== null && (
        <Switch
          label={t("showsName")}
          description={t("showsNameHelp")}
          disabled={!may}
          {...form.getInputProps("showsName", { type: "checkbox" })}
        />
      )}
    </Section>
  );
}
