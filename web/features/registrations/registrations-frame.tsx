import { Tabs } from "@mantine/core";
import { useNavigate, useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTexts } from "../../ui/language.ts";
import { Page } from "../../ui/page.tsx";
import { registrationsTexts } from "./registrations-texts.ts";

const PARTS = [
  { name: "partAll", to: "/console/sales/$saleId/registrations" },
  { name: "partClusters", to: "/console/sales/$saleId/registrations/clusters" },
  { name: "partBars", to: "/console/sales/$saleId/registrations/bars" },
] as const;

export interface RegistrationsFrameProps {
  readonly part: (typeof PARTS)[number]["name"];
  readonly title: string;
  readonly lead: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

export function useSaleId(): string {
  return useParams({ from: "/console/sales/$saleId" }).saleId;
}

/** The three parts of a sale's registrations, and the one that is open. */
export function RegistrationsFrame({
  part,
  title,
  lead,
  actions,
  children,
}: RegistrationsFrameProps) {
  const t = useTexts(registrationsTexts);
  const saleId = useSaleId();
  const navigate = useNavigate();
  const go = (name: string | null) => {
    const next = PARTS.find((each) => each.name === name);
    if (next !== undefined) void navigate({ to: next.to, params: { saleId } });
  };
  return (
    <Page title={title} lead={lead} actions={actions}>
      <Tabs variant="outline" value={part} onChange={go} activateTabWithKeyboard={false}>
        <Tabs.List aria-label={t("parts")}>
          {PARTS.map(({ name }) => (
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
