import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useRef } from "react";
import { send } from "../../api/client.ts";
import { useTexts } from "../../ui/language.ts";
import { Page } from "../../ui/page.tsx";
import { QueryView } from "../../ui/query-view.tsx";
import { duplicateForm } from "./duplicate-sale.ts";
import { SaleFormView } from "./sale-form-view.tsx";
import { saleFormTexts } from "./sale-form-texts.ts";
import { bodyOf, formOf, newSaleForm, type SaleForm } from "./sale-form.ts";
import { answerOf, useFreshness, useProducts, useSale } from "./sales-queries.ts";
import { useNowMs } from "./use-now.ts";
import { variantChoices } from "./variant-choices.ts";

/** A new sale: from nothing, or from the terms of another one. */
export function SaleNewPage() {
  const t = useTexts(saleFormTexts);
  const { from } = useSearch({ from: "/console/sales/new" });
  return (
    <Page
      title={t(from === undefined ? "newTitle" : "copyTitle")}
      lead={t(from === undefined ? "newLead" : "copyLead")}
    >
      {from === undefined ? <NewSale initial={newSaleForm} /> : <CopyOfSale saleId={from} />}
    </Page>
  );
}

function CopyOfSale({ saleId }: { readonly saleId: string }) {
  const t = useTexts(saleFormTexts);
  const nowMs = useNowMs();
  const marks = { english: t("copyMark"), chinese: t("copyMarkChinese") };
  return (
    <QueryView query={useSale(saleId)} skeletonLines={12}>
      {(sale) => <NewSale initial={duplicateForm(formOf(sale), marks, nowMs)} />}
    </QueryView>
  );
}

function NewSale({ initial }: { readonly initial: SaleForm }) {
  const t = useTexts(saleFormTexts);
  const navigate = useNavigate();
  const refresh = useFreshness();
  const madeId = useRef("");
  // What was copied stays as it was, whatever is asked for again meanwhile.
  const beginning = useRef(initial);
  return (
    <QueryView query={useProducts()} skeletonLines={12}>
      {(products) => (
        <SaleFormView
          initial={beginning.current}
          choices={variantChoices(products)}
          submitLabel={t("create")}
          others={
            <Button variant="default" component={Link} to="/console/sales">
              {t("leave")}
            </Button>
          }
          onSave={async (form) => {
            const made = answerOf(await send.POST("/api/v1/sales", { body: bodyOf(form) }));
            madeId.current = made.id;
          }}
          onSaved={() => {
            notifications.show({ message: t("created") });
            void refresh();
            const params = { saleId: madeId.current };
            void navigate({ to: "/console/sales/$saleId", params, ignoreBlocker: true });
          }}
        />
      )}
    </QueryView>
  );
}
