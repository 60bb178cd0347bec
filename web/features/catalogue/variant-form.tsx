import { Button, Group, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { send, type Schemas } from "../../api/client.ts";
import { useTexts } from "../../ui/language.ts";
import { ProblemAlert } from "../../ui/problem-alert.tsx";
import { uiTexts } from "../../ui/ui-texts.ts";
import { catalogueTexts } from "./catalogue-texts.ts";
import { PriceRow } from "./price-row.tsx";
import { NAME_LENGTH_MAX, typedSku, whyNoName, whyNoNames, whyNoSku } from "./product-rules.ts";
import { formLanguages, mergedTexts } from "./product-values.ts";
import { currenciesQuery, refreshProduct } from "./queries.ts";
import {
  type MinorDigits,
  newPrice,
  pricesOf,
  type VariantValues,
  variantValues,
  whyNoAmount,
  whyNoCurrency,
} from "./variant-values.ts";
import { codeOf, useExplain } from "./wording.ts";
import { dataOf, useWrite } from "./write.ts";

export interface VariantFormProps {
  readonly productId: string;
  /** Undefined for a new one. */
  readonly variant?: Schemas["Variant"] | undefined;
  readonly onDone: () => void;
}

/** What a variant is called, and what it costs in each currency. */
export function VariantForm({ productId, variant, onDone }: VariantFormProps) {
  const t = useTexts(catalogueTexts);
  const words = useTexts(uiTexts);
  const explain = useExplain();
  const client = useQueryClient();
  const write = useWrite();
  const currencies = useQuery(currenciesQuery());
  const digits = useMemo<MinorDigits>(
    () => new Map(currencies.data?.items.map(({ code, minorDigits }) => [code, minorDigits])),
    [currencies.data],
  );
  const form = useVariantForm(variant, digits);
  const { prices } = form.values;
  const submit = form.onSubmit(async (typed) => {
    let refused: unknown;
    const isSaved = await write.run(async () => {
      try {
        await save(productId, variant, typed, digits);
      } catch (caught) {
        refused = caught;
        throw caught;
      }
      await refreshProduct(client, productId);
    }, t("variantSaved"));
    if (isSaved) onDone();
    if (codeOf(refused) === "sku_taken") form.setFieldError("sku", t("code_sku_taken"));
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <TextInput
          label={t("sku")}
          description={t("skuHint")}
          autoCapitalize="characters"
          autoComplete="off"
          spellCheck={false}
          maxLength={64}
          disabled={variant !== undefined}
          {...form.getInputProps("sku")}
          onChange={(event) => form.setFieldValue("sku", typedSku(event.currentTarget.value))}
        />
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {formLanguages.map(({ tag, name }) => (
            <TextInput
              key={tag}
              lang={tag}
              label={t("nameIn", { language: t(name) })}
              maxLength={2 * NAME_LENGTH_MAX}
              {...form.getInputProps(`names.${tag}`)}
            />
          ))}
        </SimpleGrid>
        {prices.map((price, index) => (
          <PriceRow
            key={price.key}
            currencyProps={form.getInputProps(`prices.${index}.currency`)}
            amountProps={form.getInputProps(`prices.${index}.amount`)}
            onRemove={prices.length > 1 ? () => form.removeListItem("prices", index) : undefined}
            currency={price.currency}
          />
        ))}
        <Button
          variant="subtle"
          w="fit-content"
          size="compact-sm"
          onClick={() => form.insertListItem("prices", newPrice())}
        >
          {t("addPrice")}
        </Button>
        <ProblemAlert error={currencies.error} onRetry={() => void currencies.refetch()} />
        {codeOf(write.error) !== "sku_taken" && (
          <ProblemAlert error={write.error} explain={explain} />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            {words("cancel")}
          </Button>
          <Button type="submit" loading={form.submitting} disabled={currencies.data === undefined}>
            {t("save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function useVariantForm(variant: Schemas["Variant"] | undefined, digits: MinorDigits) {
  const t = useTexts(catalogueTexts);
  const say = (key: Parameters<typeof t>[0] | undefined) => (key === undefined ? null : t(key));
  return useForm<VariantValues>({
    initialValues: variantValues(variant),
    validateInputOnChange: true,
    validate: {
      sku: (sku) => say(variant === undefined ? whyNoSku(sku) : undefined),
      names: {
        en: (name, { names }) => say(whyNoName(name) ?? whyNoNames({ ...names })),
        "zh-Hans": (name) => say(whyNoName(name)),
      },
      prices: {
        currency: (_, values, path) => say(whyNoCurrency(values, indexIn(path))),
        amount: (_, values, path) => {
          const price = values.prices[indexIn(path)];
          const problem = price === undefined ? undefined : whyNoAmount(price, digits);
          if (problem !== "amountDigits") return say(problem);
          const currency = price?.currency ?? "";
          return t("amountDigits", { currency, count: digits.get(currency) ?? 0 });
        },
      },
    },
  });
}

/** The number in a path such as `prices.2.amount`. */
function indexIn(path: string): number {
  return Number(path.split(".")[1]);
}

async function save(
  productId: string,
  variant: Schemas["Variant"] | undefined,
  typed: VariantValues,
  digits: MinorDigits,
): Promise<void> {
  const names = mergedTexts(variant?.names ?? {}, typed.names);
  const prices = pricesOf(typed, digits);
  if (variant === undefined) {
    const init = { params: { path: { id: productId } }, body: { sku: typed.sku, names, prices } };
    dataOf(await send.POST("/api/v1/products/{id}/variants", init));
    return;
  }
  const init = {
    params: { path: { id: variant.id } },
    body: { version: variant.version, names, prices },
  };
  dataOf(await send.PATCH("/api/v1/variants/{id}", init));
}
