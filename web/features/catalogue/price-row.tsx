import { ActionIcon, Group, Select, TextInput } from "@mantine/core";
import type { GetInputPropsReturnType } from "@mantine/form";
import { IconX } from "@tabler/icons-react";
import { useCurrencyChoices } from "../../ui/currency-choices.ts";
import { useTexts } from "../../ui/language.ts";
import { catalogueTexts } from "./catalogue-texts.ts";

export interface PriceRowProps {
  readonly currency: string | null;
  readonly currencyProps: GetInputPropsReturnType;
  readonly amountProps: GetInputPropsReturnType;
  /** Missing for the last price: a variant has at least one. */
  readonly onRemove?: (() => void) | undefined;
}

/** One price: a currency, and an amount as people write it. */
export function PriceRow(props: PriceRowProps) {
  const { currency, currencyProps, amountProps, onRemove } = props;
  const t = useTexts(catalogueTexts);
  const choices = useCurrencyChoices(currency);
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
