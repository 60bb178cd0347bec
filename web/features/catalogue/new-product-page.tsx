import { Alert, Paper } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { send } from "../../api/client.ts";
import { useTexts } from "../../ui/language.ts";
import { LeaveGuard } from "../../ui/leave-guard.tsx";
import { useMay } from "../../ui/me.ts";
import { Page } from "../../ui/page.tsx";
import { ProblemAlert } from "../../ui/problem-alert.tsx";
import { catalogueTexts } from "./catalogue-texts.ts";
import { ProductForm } from "./product-form.tsx";
import { mergedTexts, productValues, type ProductValues } from "./product-values.ts";
import { keepProduct } from "./queries.ts";
import { useExplain } from "./wording.ts";
import { dataOf, useWrite } from "./write.ts";

const empty = productValues();

/** Names and describes a product that is to be; the rest follows on its own page. */
export function NewProductPage() {
  const t = useTexts(catalogueTexts);
  const explain = useExplain();
  const mayWrite = useMay("catalogue:write");
  const navigate = useNavigate();
  const client = useQueryClient();
  const write = useWrite();
  const [isDirty, setIsDirty] = useState(false);
  const create = ({ names, descriptions }: ProductValues) =>
    write.run(async () => {
      const body = {
        names: mergedTexts({}, names),
        descriptions: mergedTexts({}, descriptions),
        variants: [],
      };
      const product = dataOf(await send.POST("/api/v1/products", { body }));
      keepProduct(client, product);
      await navigate({
        to: "/console/products/$productId",
        params: { productId: product.id },
        ignoreBlocker: true,
      });
    }, t("created"));
  return (
    <Page title={t("newProduct")} lead={t("newLead")}>
      {mayWrite ? (
        <Paper withBorder p="lg" radius="lg">
          <ProductForm
            values={empty}
            submitLabel={t("create")}
            asksForChange={false}
            onDirty={setIsDirty}
            onSubmit={create}
          >
            <ProblemAlert error={write.error} explain={explain} />
          </ProductForm>
        </Paper>
      ) : (
        <Alert variant="light">{t("mayNot")}</Alert>
      )}
      <LeaveGuard isDirty={() => isDirty} />
    </Page>
  );
}
