import {
  ActionIcon,
  Alert,
  Anchor,
  Button,
  Fieldset,
  Group,
  NumberInput,
  Paper,
  Select,
  Stack,
  Text,
  Title,
} from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { formatNumber } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { saleFormTexts } from "./sale-form-texts.ts";
import type { SaleFormControl } from "./use-sale-form.ts";
import type { VariantChoice } from "./variant-choices.ts";

interface UnitsProps {
  readonly control: SaleFormControl;
  readonly choices: readonly VariantChoice[];
}

/** As many variants as one sale can have. */
const VARIANTS_MOST = 50;

/** Which variants are sold, and how many of each. */
export function UnitsSection({ control, choices }: UnitsProps) {
  const t = useTexts(saleFormTexts);
  const { variants } = control.form;
  const units = variants.reduce((sum, { stock }) => sum + Number(stock), 0);
  const problem = control.errorAt("variants");
  const row = Math.max(0, ...variants.map((each) => each.row)) + 1;
  const add = () =>
    control.set("variants", [...variants, { row, variantId: "", stock: "", claimLimit: 1 }]);
  return (
    <Paper withBorder p="lg" component="section" aria-labelledby="units">
      <Stack>
        <div>
          <Title order={2} size="h4" id="units">
            {t("units")}
          </Title>
          <Text size="sm" c="dimmed">
            {t("pricesWhy")}{" "}
            <Anchor component={Link} to="/console/products" underline="always">
              {t("toProducts")}
            </Anchor>
          </Text>
        </div>
        {choices.length === 0 && <Alert color="accent">{t("noProducts")}</Alert>}
        {variants.map((each, index) => (
          <VariantFields key={each.row} control={control} choices={choices} index={index} />
        ))}
        {problem !== undefined && (
          <Text size="sm" c="var(--alarm)" role="alert">
            {problem}
          </Text>
        )}
        <Group justify="space-between">
          <Button
            variant="default"
            leftSection={<IconPlus size={16} aria-hidden />}
            disabled={variants.length >= VARIANTS_MOST}
            onClick={add}
          >
            {t("addVariant")}
          </Button>
          <Text size="sm" c="dimmed" aria-live="polite">
            {t("unitsInAll", { count: units }).replace(String(units), formatNumber(units))}
          </Text>
        </Group>
      </Stack>
    </Paper>
  );
}

function VariantFields({ control, choices, index }: UnitsProps & { readonly index: number }) {
  const t = useTexts(saleFormTexts);
  const { variants } = control.form;
  const row = variants[index];
  if (row === undefined) return null;
  const field = `variants.${index}`;
  const chosen = choices.find(({ id }) => id === row.variantId);
  const data = choices
    .filter(({ id, isArchived }) => !isArchived || id === row.variantId)
    .map(({ id, label, isArchived }) => ({
      value: id,
      label: isArchived ? `${label} – ${t("archived")}` : label,
    }));
  return (
    <Fieldset legend={t("variantsLegend", { number: index + 1 })} p="sm">
      <Group align="flex-start" gap="sm">
        <Select
          label={t("variant")}
          placeholder={t("chooseVariant")}
          nothingFoundMessage={t("nothingFound")}
          data={data}
          value={row.variantId === "" ? null : row.variantId}
          searchable
          allowDeselect={false}
          flex="1 1 16rem"
          description={chosen?.prices}
          inputWrapperOrder={["label", "input", "description", "error"]}
          error={control.errorAt(`${field}.variantId`)}
          onChange={(value) => control.setVariant(index, { variantId: value ?? "" })}
        />
        <NumberInput
          label={t("stock")}
          value={row.stock}
          min={0}
          thousandSeparator=","
          allowDecimal={false}
          hideControls
          flex="1 1 7rem"
          error={control.errorAt(`${field}.stock`)}
          onChange={(stock) => control.setVariant(index, { stock })}
          onBlur={() => control.visit(`${field}.stock`)}
        />
        <NumberInput
          label={t("claimLimit")}
          value={row.claimLimit}
          min={0}
          allowDecimal={false}
          hideControls
          flex="1 1 7rem"
          error={control.errorAt(`${field}.claimLimit`)}
          onChange={(claimLimit) => control.setVariant(index, { claimLimit })}
          onBlur={() => control.visit(`${field}.claimLimit`)}
        />
        {variants.length > 1 && (
          <ActionIcon
            variant="default"
            size="input-sm"
            mt={25}
            aria-label={t("removeVariant", { number: index + 1 })}
            onClick={() =>
              control.set(
                "variants",
                variants.filter((__, at) => at !== index),
              )
            }
          >
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        )}
      </Group>
    </Fieldset>
  );
}
