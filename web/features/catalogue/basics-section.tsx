import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send, type Schemas } from "../../api/client.ts";
import { useTexts } from "../../ui/language.ts";
import { ProblemAlert } from "../../ui/problem-alert.tsx";
import { catalogueTexts } from "./catalogue-texts.ts";
import { ProductForm } from "./product-form.tsx";
import { mergedTexts, productValues, type ProductValues, versionFor } from "./product-values.ts";
import { keepProduct, productQuery } from "./queries.ts";
import { Section } from "./section.tsx";
import { codeOf, useExplain } from "./wording.ts";
import { dataOf, useWrite } from "./write.ts";

export interface BasicsSectionProps {
  readonly product: Schemas["Product"];
  readonly isDisabled: boolean;
  readonly onDirty: (isDirty: boolean) => void;
}

/** The product's names and descriptions. */
export function BasicsSection({ product, isDisabled, onDirty }: BasicsSectionProps) {
  const t = useTexts(catalogueTexts);
  const explain = useExplain();
  const client = useQueryClient();
  const write = useWrite();
  // What the form shows; the product itself may have been changed by somebody else since.
  const [shown, setShown] = useState(product);
  const [form, setForm] = useState(0);
  const save = (typed: ProductValues) =>
    write.run(async () => {
      const saved = dataOf(
        await send.PATCH("/api/v1/products/{id}", {
          params: { path: { id: product.id } },
          body: {
            version: versionFor(shown, product),
            names: mergedTexts(shown.names, typed.names),
            descriptions: mergedTexts(shown.descriptions, typed.descriptions),
          },
        }),
      );
      setShown(saved);
      keepProduct(client, saved);
    }, t("saved"));
  const loadNewest = async () => {
    const newest = await client.fetchQuery({ ...productQuery(product.id), staleTime: 0 });
    write.clear();
    setShown(newest);
    setForm((before) => before + 1);
  };
  return (
    <Section title={t("basics")}>
      <ProductForm
        key={form}
        values={productValues(shown)}
        submitLabel={t("save")}
        isDisabled={isDisabled}
        asksForChange
        onDirty={onDirty}
        onSubmit={save}
      >
        <ProblemAlert error={write.error} explain={explain} />
        {codeOf(write.error) === "version_conflict" && (
          <Button variant="default" w="fit-content" onClick={() => void loadNewest()}>
            {t("loadNewest")}
          </Button>
        )}
      </ProductForm>
    </Section>
  );
}
