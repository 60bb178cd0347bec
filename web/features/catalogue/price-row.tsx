import { ActionIcon, Group, Select, TextInput } from "@mantine/core";
import type { GetInputPropsReturnType } from "@mantine/form";
import { IconX } from "@tabler/icons-react";
import { useMemo } from "react";
import { language, useTexts } from "../../ui/language.ts";
import { catalogueTexts } from "./catalogue-texts.ts";

const names = new Intl.DisplayNames(language, { type: "currency" });

export interface PriceRowProps {
  readonly currencies: readonly { readonly code: string }[];
  /** The codes that the settings name, which are offered first. */
  readonly usual: readonly string[];
  readonly currency: string | null;
  readonly currencyProps: GetInputPropsReturnType;
  readonly amountProps: GetInputPropsReturnType;
  /** Missing for the last price: a variant has at least one. */
  readonly onRemove?: (() => void) | undefined;
}

/** One price: a currency, and an amount as people write it. */
export function PriceRow(props: PriceRowProps) {
  const { currencies, usual, currency, currencyProps, amountProps, onRemove } = props;
  const t = useTexts(catalogueTexts);
  const choices = useMemo(() => {
    const known = new Set(currencies.map(({ code }) => code));
    const choice = (code: string) => ({
      value: code,
      label: `${code} – ${names.of(code) ?? code}`,
    });
    const often = usual.filter((code) => known.has(code));
    const others = [...known].filter((code) => !often.includes(code)).sort();
    return [
      { group: t("commonCurrencies"), items: often.map(choice) },
      { group: t("otherCurrencies"), items: others.map(choice) },
    ];
  }, [currencies, usual, t]);
  return (
    <Group align="flex-start" gap="sm" wrap="nowrap">
      <Select
        flex={3}
        miw={0}
        label={t("currency")}
        searchable
        data={choices}
        maxDropdownHeight={240}
        {...currencyProps}
      />
      <TextInput
        flex={2}
        miw={0}
        label={t("amount")}
        inputMode="decimal"
        autoComplete="off"
        {...amountProps}
      />
      {onRemove !== undefined && (
        <ActionIcon
          variant="subtle"
          size="lg"
          mt={26}
          aria-label={t("removePrice", { currency: currency ?? "" })}
          onClick={onRemove}
        >
          <IconX size={16} aria-hidden />
        </ActionIcon>
      )}
    </Group>
  );
}
