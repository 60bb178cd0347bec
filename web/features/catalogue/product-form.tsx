import { Button, Group, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { type ReactNode, useEffect } from "react";
import { useTexts } from "../../ui/language.ts";
import { catalogueTexts } from "./catalogue-texts.ts";
import { DescriptionField } from "./description-field.tsx";
import { NAME_LENGTH_MAX, whyNoDescription, whyNoName, whyNoNames } from "./product-rules.ts";
import { formLanguages, type ProductValues } from "./product-values.ts";

export interface ProductFormProps {
  readonly values: ProductValues;
  readonly submitLabel: string;
  readonly isDisabled?: boolean;
  /** Whether the button waits for a change. */
  readonly asksForChange: boolean;
  readonly onDirty: (isDirty: boolean) => void;
  /** @returns whether it was saved; what was typed stays otherwise */
  readonly onSubmit: (values: ProductValues) => Promise<boolean>;
  /** Why it was refused. */
  readonly children?: ReactNode;
}

/** What a product is called and how it is described, in both languages. */
export function ProductForm(props: ProductFormProps) {
  const { values, submitLabel, isDisabled = false, asksForChange, onDirty, onSubmit } = props;
  const t = useTexts(catalogueTexts);
  const say = (key: Parameters<typeof t>[0] | undefined) => (key === undefined ? null : t(key));
  const form = useForm<ProductValues>({
    initialValues: values,
    validateInputOnChange: true,
    validate: {
      names: {
        en: (name, { names }) => say(whyNoName(name) ?? whyNoNames({ ...names })),
        "zh-Hans": (name) => say(whyNoName(name)),
      },
      descriptions: {
        en: (text) => say(whyNoDescription(text)),
        "zh-Hans": (text) => say(whyNoDescription(text)),
      },
    },
  });
  const isDirty = form.isDirty();
  useEffect(() => onDirty(isDirty), [isDirty, onDirty]);
  const submit = form.onSubmit(async (typed) => {
    if (await onSubmit(typed)) form.resetDirty(typed);
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <SimpleGrid cols={{ base: 1, md: 2 }}>
          {formLanguages.map(({ tag, name }) => (
            <TextInput
              key={tag}
              label={t("nameIn", { language: t(name) })}
              lang={tag}
              maxLength={2 * NAME_LENGTH_MAX}
              disabled={isDisabled}
              {...form.getInputProps(`names.${tag}`)}
            />
          ))}
        </SimpleGrid>
        <SimpleGrid cols={{ base: 1, md: 2 }}>
          {formLanguages.map(({ tag, name }) => (
            <DescriptionField
              key={tag}
              language={tag}
              label={t("descriptionIn", { language: t(name) })}
              isDisabled={isDisabled}
              {...form.getInputProps(`descriptions.${tag}`)}
            />
          ))}
        </SimpleGrid>
        {props.children}
        {!isDisabled && (
          <Group>
            <Button type="submit" loading={form.submitting} disabled={asksForChange && !isDirty}>
              {submitLabel}
            </Button>
            {asksForChange && isDirty && (
              <Button variant="default" onClick={form.reset}>
                {t("discard")}
              </Button>
            )}
          </Group>
        )}
      </Stack>
    </form>
  );
}
