import { Alert, Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { IconExternalLink } from "@tabler/icons-react";
import { useCallback } from "react";
import { send, type Schemas } from "../../api/client.ts";
import { ConfirmButton } from "../../ui/confirm-button.tsx";
import { useTexts } from "../../ui/language.ts";
import { LeaveGuard } from "../../ui/leave-guard.tsx";
import { useMay } from "../../ui/me.ts";
import { nameIn } from "../../ui/names.ts";
import { Page } from "../../ui/page.tsx";
import { ProblemAlert } from "../../ui/problem-alert.tsx";
import { QueryView } from "../../ui/query-view.tsx";
import { BasicsSection } from "./basics-section.tsx";
import { catalogueTexts } from "./catalogue-texts.ts";
import { useDirtyForms } from "./dirty-forms.ts";
import { PicturesSection } from "./pictures-section.tsx";
import { keepProduct, productQuery, refreshProduct } from "./queries.ts";
import { VariantsSection } from "./variants-section.tsx";
import { useExplain } from "./wording.ts";
import { dataOf, showDone, useWrite } from "./write.ts";

/** One product: what it is called, how it looks, and what it costs. */
export function ProductPage() {
  const t = useTexts(catalogueTexts);
  const { productId } = useParams({ from: "/console/products/$productId" });
  const explain = useExplain();
  const query = useQuery(productQuery(productId));
  if (query.data === undefined && query.error !== null) {
    return (
      <Page title={t("gone")}>
        <ProblemAlert error={query.error} explain={explain} onRetry={() => void query.refetch()} />
      </Page>
    );
  }
  return (
    <QueryView query={query} skeletonLines={12}>
      {(product) => <OneProduct key={product.id} product={product} />}
    </QueryView>
  );
}

function OneProduct({ product }: { readonly product: Schemas["Product"] }) {
  const t = useTexts(catalogueTexts);
  const mayWrite = useMay("catalogue:write");
  const { isDirty, tellDirty } = useDirtyForms();
  const isArchived = product.archivedAt !== null;
  const mayChange = mayWrite && !isArchived;
  const tellBasics = useCallback((dirty: boolean) => tellDirty("basics", dirty), [tellDirty]);
  return (
    <Page
      title={nameIn(product.names)}
      actions={
        <>
          <Button
            component="a"
            href={`/products/${product.id}`}
            variant="default"
            rightSection={<IconExternalLink size={16} aria-hidden />}
          >
            {t("inShop")}
          </Button>
          {mayWrite && <ArchiveButton product={product} />}
        </>
      }
    >
      {isArchived && <Alert variant="light">{t("archivedNotice")}</Alert>}
      {!mayWrite && <Alert variant="light">{t("mayNot")}</Alert>}
      <BasicsSection product={product} isDisabled={!mayChange} onDirty={tellBasics} />
      <PicturesSection product={product} mayChange={mayChange} tellDirty={tellDirty} />
      <VariantsSection product={product} mayChange={mayChange} />
      <LeaveGuard isDirty={() => isDirty} />
    </Page>
  );
}

function ArchiveButton({ product }: { readonly product: Schemas["Product"] }) {
  const t = useTexts(catalogueTexts);
  const explain = useExplain();
  const client = useQueryClient();
  const write = useWrite();
  const set = async (archived: boolean) => {
    const init = { params: { path: { id: product.id } } };
    const answer = archived
      ? await send.PUT("/api/v1/products/{id}/archival", init)
      : await send.DELETE("/api/v1/products/{id}/archival", init);
    keepProduct(client, dataOf(answer));
    await refreshProduct(client, product.id);
  };
  if (product.archivedAt !== null) {
    return (
      <>
        <Button
          loading={write.isBusy}
          onClick={() => void write.run(() => set(false), t("restored"))}
        >
          {t("restore")}
        </Button>
        <ProblemAlert error={write.error} explain={explain} />
      </>
    );
  }
  return (
    <ConfirmButton
      variant="default"
      label={t("archive")}
      question={t("archiveQuestion")}
      consequence={t("archiveConsequence")}
      explain={explain}
      onConfirm={async () => {
        await set(true);
        showDone(t("archivedNow"));
      }}
    />
  );
}
