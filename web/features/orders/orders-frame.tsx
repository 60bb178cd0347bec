import { Alert, Tabs } from "@mantine/core";
import { useNavigate, useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { api } from "../../api/client.ts";
import { useTexts } from "../../ui/language.ts";
import { useMay, useMe } from "../../ui/me.ts";
import { Page } from "../../ui/page.tsx";
import { ordersTexts } from "./orders-texts.ts";

const PARTS = [
  { name: "partAll", to: "/console/sales/$saleId/orders" },
  { name: "partClusters", to: "/console/sales/$saleId/orders/clusters" },
  { name: "partDeposits", to: "/console/sales/$saleId/orders/deposits" },
] as const;

export interface OrdersFrameProps {
  readonly part: (typeof PARTS)[number]["name"];
  readonly title: string;
  readonly lead: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

export function useSaleId(): string {
  return useParams({ from: "/console/sales/$saleId" }).saleId;
}

/** The parts of a sale's orders; deposits only where there may be any. */
export function OrdersFrame({ part, title, lead, actions, children }: OrdersFrameProps) {
  const t = useTexts(ordersTexts);
  const saleId = useSaleId();
  const navigate = useNavigate();
  const mayRead = useMay("orders:read");
  const isKnown = useMe().data !== undefined;
  const sale = api.useQuery("get", "/api/v1/sales/{saleId}", { params: { path: { saleId } } });
  const asksDeposit =
    part === "partDeposits" ||
    (sale.data?.eligibility?.anyOf.some((clause) => "deposit" in clause) ?? false);
  if (isKnown && !mayRead) {
    return (
      <Page title={title}>
        <Alert>{t("mayNotRead")}</Alert>
      </Page>
    );
  }
  const shown = PARTS.filter(({ name }) => name !== "partDeposits" || asksDeposit);
  return (
    <Page title={title} lead={lead} actions={actions}>
      <Tabs
        variant="outline"
        value={part}
        activateTabWithKeyboard={false}
        onChange={(name) => {
          const next = PARTS.find((each) => each.name === name);
          if (next !== undefined) void navigate({ to: next.to, params: { saleId } });
        }}
      >
        <Tabs.List aria-label={t("parts")}>
          {shown.map(({ name }) => (
            <Tabs.Tab key={name} value={name}>
              {t(name)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      {children}
    </Page>
  );
}
