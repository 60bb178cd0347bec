import { MultiSelect } from "@mantine/core";
import { currencyChoice } from "../../ui/currency-choices.ts";
import { useTexts } from "../../ui/language.ts";
import type { FormSectionProps } from "./brand-section.tsx";
import { Section } from "./section.tsx";
import { sellableCurrencies } from "./settings-form.ts";
import { settingsTexts } from "./settings-texts.ts";

const choices = sellableCurrencies().map(currencyChoice);

/** In which currencies the forms for prices let one choose. */
export function CurrencySection({ form, may }: FormSectionProps) {
  const t = useTexts(settingsTexts);
  return (
    <Section title={t("currencies")}>
      <MultiSelect
        label={t("currenciesLabel")}
        description={t("currenciesHelp")}
        placeholder={t("findCurrency")}
        nothingFoundMessage={t("noSuchCurrency")}
        data={choices}
        searchable
        hidePickedOptions
        maxValues={30}
        limit={60}
        maw="40rem"
        disabled={!may}
        {...form.getInputProps("currencies")}
      />
    </Section>
  );
}
