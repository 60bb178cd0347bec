import { Accordion, Fieldset, Group, Paper, Select, SimpleGrid, Stack, Text } from "@mantine/core";
import { useCurrencyChoices } from "../../ui/currency-choices.ts";
import { useTexts } from "../../ui/language.ts";
import { nameIn } from "../../ui/names.ts";
import { NameField, NumberField, TickField } from "./form-fields.tsx";
import { saleFormTexts } from "./sale-form-texts.ts";
import { amountExample } from "./sale-words.ts";
import { useAllSales } from "./sales-queries.ts";
import type { SaleFormControl } from "./use-sale-form.ts";

interface SectionProps {
  readonly control: SaleFormControl;
}

/** What most sales leave as it is; each value says why it is so. */
export function AdvancedSection({ control }: SectionProps) {
  const t = useTexts(saleFormTexts);
  return (
    <Paper withBorder>
      <Accordion defaultValue={null} order={2} styles={{ item: { borderBottom: 0 } }}>
        <Accordion.Item value="advanced">
          <Accordion.Control>
            <Text fw={650}>{t("advanced")}</Text>
            <Text size="sm" c="dimmed">
              {t("advancedWhy")}
            </Text>
          </Accordion.Control>
          <Accordion.Panel>
            <Stack>
              <LineFields control={control} />
              <LimitFields control={control} />
              <EligibilityFields control={control} />
              {control.form.kind === "draw" && <CarryOverField control={control} />}
            </Stack>
          </Accordion.Panel>
        </Accordion.Item>
      </Accordion>
    </Paper>
  );
}

function LineFields({ control }: SectionProps) {
  const t = useTexts(saleFormTexts);
  const fields = ["holdMinutes", "paymentMinutes", "marginPercent", "waitingLimit"] as const;
  return (
    <Fieldset legend={t("line")}>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {fields.map((name) => (
          <NumberField
            key={name}
            control={control}
            name={name}
            label={t(name)}
            why={t(`${name}_why`)}
          />
        ))}
      </SimpleGrid>
    </Fieldset>
  );
}

function LimitFields({ control }: SectionProps) {
  const t = useTexts(saleFormTexts);
  return (
    <Fieldset legend={t("limits")}>
      <Stack>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {(["ordersPerAddress", "ordersPerInstrument"] as const).map((name) => (
            <NumberField
              key={name}
              control={control}
              name={name}
              label={t(name)}
              why={t(`${name}_why`)}
            />
          ))}
        </SimpleGrid>
        <TickField
          control={control}
          name="asksForWork"
          label={t("asksForWork")}
          why={t("asksForWork_why")}
        />
        {control.form.asksForWork && (
          <NumberField
            control={control}
            name="workDifficulty"
            label={t("workDifficulty")}
            why={t("workDifficulty_why")}
          />
        )}
      </Stack>
    </Fieldset>
  );
}

function EligibilityFields({ control }: SectionProps) {
  const t = useTexts(saleFormTexts);
  const { form } = control;
  const currencies = useCurrencyChoices(form.depositCurrency);
  return (
    <Fieldset legend={t("eligibility")}>
      <Stack>
        <Text size="sm" c="dimmed">
          {t("eligibilityWhy")}
        </Text>
        <TickField control={control} name="asksForAge" label={t("asksForAge")} />
        {form.asksForAge && (
          <NumberField control={control} name="accountAgeDays" label={t("accountAgeDays")} />
        )}
        <TickField control={control} name="asksForPurchase" label={t("asksForPurchase")} />
        <TickField control={control} name="asksForDeposit" label={t("asksForDeposit")} />
        {form.asksForDeposit && (
          <Group align="flex-start" grow>
            <NameField
              control={control}
              name="depositAmount"
              label={t("depositAmount")}
              why={t("depositAmount_why", { example: amountExample(form.depositCurrency) })}
            />
            <Select
              label={t("depositCurrency")}
              data={currencies}
              value={form.depositCurrency}
              searchable
              allowDeselect={false}
              onChange={(currency) => control.set("depositCurrency", currency ?? "USD")}
            />
          </Group>
        )}
      </Stack>
    </Fieldset>
  );
}

function CarryOverField({ control }: SectionProps) {
  const t = useTexts(saleFormTexts);
  const sales = useAllSales().data ?? [];
  const data = sales
    .filter(({ kind, state }) => kind === "draw" && state === "ended")
    .map(({ id, names }) => ({ value: id, label: nameIn(names) }));
  return (
    <Select
      label={t("carryOver")}
      description={t("carryOver_why")}
      placeholder={t("carryOverNone")}
      data={data}
      value={control.form.carryOverFrom}
      searchable
      clearable
      nothingFoundMessage={t("nothingFound")}
      clearButtonProps={{ "aria-label": t("carryOverNone") }}
      error={control.errorAt("carryOverFrom")}
      onChange={(saleId) => control.set("carryOverFrom", saleId)}
    />
  );
}
