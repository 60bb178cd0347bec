import { Button, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import {
  type ColourScheme,
  colourSchemes,
  contrastOnPages,
  defaultAccents,
  isLegible,
  readColour,
} from "../../../server/platform/pages/accent-colours.ts";
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
            <TextInput
              label={t(scheme)}
              disabled={!may}
              rightSection={
                <input
                  type="color"
                  className={classes["picker"]}
                  aria-label={t("pick", { field: t(scheme) })}
                  disabled={!may}
                  value={readColour(form.getValues()[scheme]) ?? defaultAccents[scheme]}
                  onChange={({ currentTarget }) => form.setFieldValue(scheme, currentTarget.value)}
                />
              }
              {...form.getInputProps(scheme)}
            />
            <Contrast scheme={scheme} text={form.getValues()[scheme]} />
            <AccentPreview scheme={scheme} text={form.getValues()[scheme]} />
            {may && form.getValues()[scheme] !== defaultAccents[scheme] && (
              <Button
                variant="subtle"
                size="compact-sm"
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

interface ContrastProps {
  readonly scheme: ColourScheme;
  /** As it is being typed. */
  readonly text: string;
}

function Contrast({ scheme, text }: ContrastProps) {
  const t = useTexts(settingsTexts);
  const colour = readColour(text);
  const contrast = colour && shownContrast(contrastOnPages(colour, scheme));
  return (
    <Text size="sm" c="dimmed" aria-live="polite" className="figures">
      {colour === undefined || contrast === undefined
        ? t("contrastUnknown")
        : t(isLegible(colour, scheme) ? "contrast" : "contrastLow", { contrast })}
    </Text>
  );
}
