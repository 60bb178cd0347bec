import { Anchor, Group, Stack, Tabs, Text } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { Link, Outlet, useLocation, useNavigate, useParams } from "@tanstack/react-router";
import { useTexts } from "../../ui/language.ts";
import { nameIn } from "../../ui/names.ts";
import { SaleBadge } from "./sale-badge.tsx";
import { saleTexts } from "./sale-texts.ts";
import { useSale } from "./sales-queries.ts";

const TABS = [
  { name: "overview", to: "/console/sales/$saleId" },
  { name: "controlRoom", to: "/console/sales/$saleId/control-room" },
  { name: "registrations", to: "/console/sales/$saleId/registrations" },
  { name: "orders", to: "/console/sales/$saleId/orders" },
  { name: "report", to: "/console/sales/$saleId/report" },
] as const;

/** One sale: which it is, its tabs, and the one that is open. */
export function SaleLayout() {
  const t = useTexts(saleTexts);
  const { saleId } = useParams({ from: "/console/sales/$saleId" });
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const sale = useSale(saleId).data;
  const open =
    TABS.slice(1).find(({ to }) => pathname.startsWith(to.replace("$saleId", saleId))) ?? TABS[0];
  const go = (name: string | null) => {
    const tab = TABS.find((each) => each.name === name);
    if (tab !== undefined) void navigate({ to: tab.to, params: { saleId } });
  };
  return (
    <Stack gap="lg">
      <Stack gap="xs">
        <Group gap="sm" mih={28}>
          <Anchor component={Link} to="/console/sales" size="sm">
            <IconArrowLeft size={14} aria-hidden /> {t("back")}
          </Anchor>
          {sale !== undefined && (
            <>
              {open.name !== "overview" && <Text fw={650}>{nameIn(sale.names)}</Text>}
              <SaleBadge sale={sale} />
            </>
          )}
        </Group>
        <Tabs value={open.name} onChange={go} activateTabWithKeyboard={false}>
          <Tabs.List aria-label={t("tabs")}>
            {TABS.map(({ name }) => (
              <Tabs.Tab key={name} value={name}>
                {t(name)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        </Tabs>
      </Stack>
      <Outlet />
    </Stack>
  );
}
