import { Alert, Button } from "@mantine/core";
import { Link, useParams } from "@tanstack/react-router";
import { api, type Schemas } from "../../api/client.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { language, useTexts } from "../../ui/language.ts";
import { useMay } from "../../ui/me.ts";
import { NotAllowed } from "../../ui/not-allowed.tsx";
import { Page } from "../../ui/page.tsx";
import { QueryView } from "../../ui/query-view.tsx";
import { CourseSection } from "./course-section.tsx";
import { FigureSection } from "./figure-section.tsx";
import { FileSection } from "./file-section.tsx";
import { reportTexts } from "./report-texts.ts";
import { RevenueSection } from "./revenue-section.tsx";

/** What became of a sale, once it is over. */
export function ReportPage() {
  const t = useTexts(reportTexts);
  const { saleId } = useParams({ from: "/console/sales/$saleId" });
  const sale = api.useQuery("get", "/api/v1/sales/{saleId}", { params: { path: { saleId } } });
  const isOver = sale.data?.state === "ended";
  const names = sale.data?.names;
  const name = names?.[language] ?? Object.values(names ?? {})[0];
  const toPublic = (
    <Button component="a" variant="default" href={`/sales/${saleId}/report`}>
      {t("publicVersion")}
    </Button>
  );
  return (
    <Page title={t("title")} lead={name} actions={isOver ? toPublic : undefined}>
      <QueryView query={sale} skeletonLines={8}>
        {(data) => (isOver ? <Report sale={data} /> : <NotYet sale={data} />)}
      </QueryView>
    </Page>
  );
}

function NotYet({ sale }: { readonly sale: Schemas["Sale"] }) {
  const t = useTexts(reportTexts);
  if (sale.state === "cancelled") {
    return <EmptyState title={t("cancelledTitle")} text={t("cancelledText")} />;
  }
  const action = (
    <Button
      variant="default"
      renderRoot={(props) => (
        <Link to="/console/sales/$saleId/control-room" params={{ saleId: sale.id }} {...props} />
      )}
    >
      {t("toControlRoom")}
    </Button>
  );
  return <EmptyState title={t("emptyTitle")} text={t("emptyText")} action={action} />;
}

function Report({ sale }: { readonly sale: Schemas["Sale"] }) {
  const t = useTexts(reportTexts);
  const mayRead = useMay("sales:read-registrations");
  const mayReadOrders = useMay("orders:read");
  const timeline = api.useQuery(
    "get",
    "/api/v1/sales/{saleId}/timeline",
    { params: { path: { saleId: sale.id } } },
    { enabled: mayRead },
  );
  if (!mayRead) return <NotAllowed />;
  return (
    <>
      <QueryView query={timeline} skeletonLines={12}>
        {(data) => (
          <>
            {!data.isFinal && <Alert color="accent">{t("notFinal")}</Alert>}
            <FigureSection timeline={data} />
            {mayReadOrders && <RevenueSection saleId={sale.id} />}
            <CourseSection timeline={data} saleId={sale.id} isDraw={sale.kind === "draw"} />
          </>
        )}
      </QueryView>
      <FileSection saleId={sale.id} isDraw={sale.kind === "draw"} />
    </>
  );
}
