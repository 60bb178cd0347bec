import { Button, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import {
  type ColourScheme,
  colourSchemes,
  contrastOnPages,
  defaultAccents,
  isLegible,
  readColour,
} from "../../../server/platform/pages/accent-colours.ts";
import { useId } from "react";
import { useTexts } from "../../ui/language.ts";
import { AccentPreview } from "./accent-preview.tsx";
import type { FormSectionProps } from "./brand-section.tsx";
import classes from "./preview.module.css";
import { Section } from "./section.tsx";
import { shownContrast } from "./settings-form.ts";
import { settingsTexts } from "./settings-texts.ts";

/** One accent for each scheme, shown as one types. */
export function ColourSection({ form, may }: FormSectionProps) {
  const t = useTexts(settingsTexts);
  return (
    <Section title={t("colours")} text={t("coloursHelp")}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
        {colourSchemes.map((scheme) => (
          <Stack key={scheme} gap="sm">
            <AccentField form={form} may={may} scheme={scheme} />
            <AccentPreview scheme={scheme} text={form.getValues()[scheme]} />
            {may && form.getValues()[scheme] !== defaultAccents[scheme] && (
              <Button
                variant="subtle"
                size="compact-sm"
                className={classes["reset"]}
                onClick={() => form.setFieldValue(scheme, defaultAccents[scheme])}
              >
                {t("resetColour")}
              </Button>
            )}
          </Stack>
        ))}
      </SimpleGrid>
    </Section>
  );
}

/** What is typed, picked, or wrong with it; one line says so, and nothing moves when it changes. */
function AccentField({ form, may, scheme }: FormSectionProps & { readonly scheme: ColourScheme }) {
  const t = useTexts(settingsTexts);
  const lineId = useId();
  const { error, ...input } = form.getInputProps(scheme);
  const text = form.getValues()[scheme];
  const colour = readColour(text);
  return (
    <div>
      <TextInput
        label={t(scheme)}
        disabled={!may}
        aria-describedby={lineId}
        rightSection={
          <input
            type="color"
            className={classes["picker"]}
            aria-label={t("pick", { field: t(scheme) })}
            disabled={!may}
            value={colour ?? defaultAccents[scheme]}
            onChange={({ currentTarget }) => form.setFieldValue(scheme, currentTarget.value)}
          />
        }
        {...input}
        error={error !== undefined}
      />
      <Text
        id={lineId}
        size="sm"
        mt={4}
        c={error === undefined ? "dimmed" : "var(--alarm)"}
        aria-live="polite"
        className="figures"
      >
        {colour === undefined ? t("noColour") : t(...lineFor(colour, scheme))}
      </Text>
    </div>
  );
}

function lineFor(colour: string, scheme: ColourScheme) {
  const contrast = shownContrast(contrastOnPages(colour, scheme));
  return [isLegible(colour, scheme) ? "contrast" : "contrastLow", { contrast }] as const;
}
