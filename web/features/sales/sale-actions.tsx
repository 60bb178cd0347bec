import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { Link } from "@tanstack/react-router";
import { type Schemas, send } from "../../api/client.ts";
import { ConfirmButton } from "../../ui/confirm-button.tsx";
import { formatNumber } from "../../ui/formats.ts";
import { useTexts } from "../../ui/language.ts";
import { useMay } from "../../ui/me.ts";
import { explainSaleFailure } from "./failure-texts.ts";
import { MoveDatesButton } from "./move-dates-button.tsx";
import { overviewTexts } from "./overview-texts.ts";
import { mayCancel, mayMove } from "./sale-steps.ts";
import { answerOf, useFreshness } from "./sales-queries.ts";

interface ActionsProps {
  readonly sale: Schemas["Sale"];
}

/** What else can be done with a sale, as far as its state and the operator's role allow it. */
export function SaleActions({ sale }: ActionsProps) {
  const t = useTexts(overviewTexts);
  const mayWrite = useMay("sales:write");
  const mayRun = useMay("sales:run");
  const isDraft = sale.state === "draft";
  return (
    <>
      {isDraft && mayWrite && (
        <>
          <Button variant="default" component={Link} to={`/console/sales/${sale.id}/edit`}>
            {t("edit")}
          </Button>
          <Button
            variant="default"
            component="a"
            href={`/sales/${sale.id}/preview`}
            target="_blank"
          >
            {t("preview")}
          </Button>
        </>
      )}
      {mayWrite && sale.state !== "cancelled" && (
        <Button
          variant="default"
          renderRoot={(root) => (
            <Link to="/console/sales/new" search={{ from: sale.id }} {...root} />
          )}
        >
          {t("duplicate")}
        </Button>
      )}
      {mayRun && mayMove(sale) && <MoveDatesButton sale={sale} />}
      {mayRun && mayCancel(sale) && <CancelButton sale={sale} />}
    </>
  );
}

function CancelButton({ sale }: ActionsProps) {
  const t = useTexts(overviewTexts);
  const refresh = useFreshness();
  const isDraft = sale.state === "draft";
  const [label, question] = isDraft
    ? [t("discard"), t("discardQuestion")]
    : [t("cancel"), t("cancelQuestion")];
  const count = formatNumber(sale.registrations);
  return (
    <ConfirmButton
      variant="light"
      color="red"
      label={label}
      question={question}
      consequence={isDraft ? t("discardText") : t("cancelText", { count })}
      explain={explainSaleFailure}
      onConfirm={async () => {
        const path = { params: { path: { saleId: sale.id } } };
        answerOf(await send.DELETE("/api/v1/sales/{saleId}/publication", path));
        notifications.show({ message: t(isDraft ? "discarded" : "cancelled") });
        void refresh();
      }}
    />
  );
}
