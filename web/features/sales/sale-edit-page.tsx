import { Anchor, Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconExternalLink } from "@tabler/icons-react";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useRef } from "react";
import { type Schemas, send } from "../../api/client.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { useTexts } from "../../ui/language.ts";
import { nameIn } from "../../ui/names.ts";
import { Page } from "../../ui/page.tsx";
import { QueryView } from "../../ui/query-view.tsx";
import { SaleFormView } from "./sale-form-view.tsx";
import { saleFormTexts } from "./sale-form-texts.ts";
import { bodyOf, formOf } from "./sale-form.ts";
import { answerOf, useFreshness, useProducts, useSale } from "./sales-queries.ts";
import { variantChoices } from "./variant-choices.ts";

/** A draft, to be changed; of any other sale that its terms stand. */
export function SaleEditPage() {
  const t = useTexts(saleFormTexts);
  const { saleId } = useParams({ from: "/console/sales/$saleId/edit" });
  return (
    <Page title={t("editTitle")} lead={t("editLead")}>
      <QueryView query={useSale(saleId)} skeletonLines={12}>
        {(sale) =>
          sale.state === "draft" ? (
            <EditDraft key={sale.id} sale={sale} />
          ) : (
            <EmptyState
              title={t("notDraftTitle")}
              text={t("notDraftText")}
              action={
                <Anchor component={Link} to={`/console/sales/${saleId}`}>
                  {t("toSale")}
                </Anchor>
              }
            />
          )
        }
      </QueryView>
    </Page>
  );
}

function EditDraft({ sale }: { readonly sale: Schemas["Sale"] }) {
  const t = useTexts(saleFormTexts);
  const navigate = useNavigate();
  const refresh = useFreshness();
  // The version that the form was filled from: what others save meanwhile is not written over.
  const filledFrom = useRef(sale);
  const params = { saleId: sale.id };
  return (
    <QueryView query={useProducts()} skeletonLines={12}>
      {(products) => (
        <SaleFormView
          initial={formOf(filledFrom.current)}
          choices={variantChoices(products)}
          isKindFixed
          submitLabel={t("save")}
          others={
            <>
              <Button variant="default" component={Link} to={`/console/sales/${sale.id}`}>
                {t("leave")}
              </Button>
              <Button
                variant="default"
                component="a"
                href={`/sales/${sale.id}/preview`}
                target="_blank"
                rightSection={<IconExternalLink size={16} aria-hidden />}
              >
                {t("preview")}
              </Button>
            </>
          }
          onSave={async (form) => {
            const { kind: _, ...terms } = bodyOf(form);
            const body = { version: filledFrom.current.version, ...terms };
            const changed = await send.PATCH("/api/v1/sales/{saleId}", {
              params: { path: params },
              body,
            });
            filledFrom.current = answerOf(changed);
          }}
          onSaved={() => {
            notifications.show({ message: t("saved", { name: nameIn(sale.names) }) });
            void refresh();
            void navigate({ to: "/console/sales/$saleId", params, ignoreBlocker: true });
          }}
        />
      )}
    </QueryView>
  );
}
