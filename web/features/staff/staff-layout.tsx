import { Tabs } from "@mantine/core";
import { Outlet, useLocation, useNavigate } from "@tanstack/react-router";
import { useTexts } from "../../ui/language.ts";
import { staffTexts } from "./staff-texts.ts";

const TABS = [
  { name: "staff", to: "/console/staff" },
  { name: "apiKeys", to: "/console/staff/api-keys" },
  { name: "auditLog", to: "/console/staff/audit-log" },
] as const;

/** Who may do what, and what they did: three pages beside each other. */
export function StaffLayout() {
  const t = useTexts(staffTexts);
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const open = TABS.slice(1).find(({ to }) => pathname.startsWith(to)) ?? TABS[0];
  const go = (name: string | null) => {
    const tab = TABS.find((each) => each.name === name);
    if (tab !== undefined) void navigate({ to: tab.to });
  };
  return (
    <Tabs value={open.name} onChange={go} activateTabWithKeyboard={false} keepMounted={false}>
      <Tabs.List aria-label={t("tabs")}>
        {TABS.map(({ name }) => (
          <Tabs.Tab key={name} value={name}>
            {t(name)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={open.name} pt="lg">
        <Outlet />
      </Tabs.Panel>
    </Tabs>
  );
}
