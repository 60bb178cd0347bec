import { Button, Group, Stack, Text } from "@mantine/core";
import { useTexts } from "../../ui/language.ts";
import { LeaveGuard } from "../../ui/leave-guard.tsx";
import { ProblemAlert } from "../../ui/problem-alert.tsx";
import { BrandSection } from "./brand-section.tsx";
import { ColourSection } from "./colour-section.tsx";
import { CurrencySection } from "./currency-section.tsx";
import { LanguageSection } from "./language-section.tsx";
import type { Settings } from "./settings-form.ts";
import { explainedCode, settingsTexts } from "./settings-texts.ts";
import { TermsSection } from "./terms-section.tsx";
import { useSettingsForm } from "./use-settings-form.ts";

export interface SettingsSectionsProps {
  readonly settings: Settings;
  /** Whether the operator may change anything. */
  readonly may: boolean;
}

/** All parts of the settings, saved together; the logo is saved by itself. */
export function SettingsSections({ settings, may }: SettingsSectionsProps) {
  const t = useTexts(settingsTexts);
  const { form, isDirty, isBusy, error, isConflict, save, discard, takeNewest, takeLogo } =
    useSettingsForm(settings);
  const explain = (code: string) => {
    const known = explainedCode(code);
    return known && t(known);
  };
  return (
    <form onSubmit={save} noValidate aria-label={t("title")}>
      <LeaveGuard isDirty={() => isDirty} />
      <Stack gap="lg">
        <BrandSection form={form} settings={settings} may={may} onLogo={takeLogo} />
        <ColourSection form={form} may={may} />
        <LanguageSection form={form} may={may} />
        <CurrencySection form={form} may={may} />
        <TermsSection state={settings.terms} />
        <ProblemAlert error={error} explain={explain} />
        {isConflict && (
          <Group>
            <Button variant="default" onClick={() => void takeNewest()}>
              {t("takeNewest")}
            </Button>
          </Group>
        )}
        {may && (
          <Group>
            <Button type="submit" loading={isBusy} disabled={!isDirty}>
              {t("save")}
            </Button>
            <Button variant="default" disabled={!isDirty || isBusy} onClick={discard}>
              {t("discard")}
            </Button>
            <Text size="sm" c="dimmed" aria-live="polite">
              {isDirty && t("unsaved")}
            </Text>
          </Group>
        )}
      </Stack>
    </form>
  );
}
