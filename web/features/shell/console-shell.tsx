import { Anchor, AppShell, Burger, Group, NavLink, ScrollArea, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import {
  IconBox,
  IconBuildingStore,
  IconCalendar,
  IconInbox,
  IconMail,
  IconSettings,
  IconShoppingCart,
  IconTestPipe,
  IconIdBadge2,
} from "@tabler/icons-react";
import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { BrandMark } from "../../ui/brand-mark.tsx";
import { useTexts } from "../../ui/language.ts";
import { LanguageLink } from "../../ui/language-link.tsx";
import { Gate } from "./gate.tsx";
import { shellTexts } from "./shell-texts.ts";
import { SignOutButton } from "./sign-out-button.tsx";
import { SkipLink } from "./skip-link.tsx";

const PLACES = [
  { name: "home", to: "/console", Icon: IconInbox },
  { name: "products", to: "/console/products", Icon: IconBox },
  { name: "sales", to: "/console/sales", Icon: IconShoppingCart },
  { name: "calendar", to: "/console/calendar", Icon: IconCalendar },
  { name: "rehearsals", to: "/console/rehearsals", Icon: IconTestPipe },
  { name: "mails", to: "/console/mails", Icon: IconMail },
  { name: "staff", to: "/console/staff", Icon: IconIdBadge2 },
  { name: "settings", to: "/console/settings", Icon: IconSettings },
] as const;

/** The console's frame: where one is, where one can go, and who one is. */
export function ConsoleShell() {
  const t = useTexts(shellTexts);
  const [isOpen, menu] = useDisclosure();
  const { pathname } = useLocation();
  return (
    <Gate audience="operators">
      {({ operator }) => (
        <AppShell
          header={{ height: 56 }}
          navbar={{ width: 240, breakpoint: "sm", collapsed: { mobile: !isOpen } }}
          padding="lg"
        >
          <SkipLink />
          <AppShell.Header>
            <Group h="100%" px="md" justify="space-between" wrap="nowrap">
              <Group gap="sm" wrap="nowrap" miw={0}>
                <Burger
                  opened={isOpen}
                  onClick={menu.toggle}
                  hiddenFrom="sm"
                  size="sm"
                  aria-label={t(isOpen ? "closeMenu" : "openMenu")}
                />
                <Anchor
                  component={Link}
                  to="/console"
                  fw={700}
                  c="inherit"
                  underline="never"
                  truncate
                >
                  <BrandMark />{" "}
                  <Text span c="dimmed" visibleFrom="sm">
                    {t("consoleName")}
                  </Text>
                </Anchor>
              </Group>
              <LanguageLink />
            </Group>
          </AppShell.Header>
          <AppShell.Navbar p="sm" aria-label={t("navigation")}>
            <AppShell.Section grow component={ScrollArea}>
              {PLACES.map(({ name, to, Icon }) => (
                <NavLink
                  key={name}
                  component={Link}
                  to={to}
                  label={t(name)}
                  leftSection={<Icon size={18} aria-hidden />}
                  activeOptions={{ exact: to === "/console" }}
                  active={to === "/console" ? pathname === to : pathname.startsWith(to)}
                  onClick={menu.close}
                />
              ))}
              <NavLink
                href="/"
                label={t("shop")}
                leftSection={<IconBuildingStore size={18} aria-hidden />}
              />
            </AppShell.Section>
            <AppShell.Section pt="sm">
              {operator !== null && (
                <Text size="sm" c="dimmed" pb="xs">
                  {t("signedInAs", { name: operator.name, role: t(`role_${operator.role}`) })}
                </Text>
              )}
              <SignOutButton />
            </AppShell.Section>
          </AppShell.Navbar>
          <AppShell.Main id="main" tabIndex={-1}>
            <Outlet />
          </AppShell.Main>
        </AppShell>
      )}
    </Gate>
  );
}
